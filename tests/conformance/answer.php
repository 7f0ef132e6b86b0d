<?php
// Answers an invitation as Horde does (Debian's php-horde-itip): an iCalendar object on standard input, the mail on standard output.
// php answer.php ADDRESS NAME ACCEPTED|DECLINED|TENTATIVE
spl_autoload_register(fn($class) => include str_replace('_', '/', $class) . '.php');
[, $address, $name, $answer] = $argv;
$calendar = new Horde_Icalendar();
$calendar->parsevCalendar(stream_get_contents(STDIN));
$me = new Horde_Itip_Resource_Base($address, $name);
$types = ['ACCEPTED' => 'Accept', 'DECLINED' => 'Decline', 'TENTATIVE' => 'Tentative'];
$type = "Horde_Itip_Response_Type_$types[$answer]";
$response = new Horde_Itip_Response(new Horde_Itip_Event_Vevent($calendar->findComponent('vevent')), $me);
[$headers, $message] = $response->getMultiPartMessage(new $type($me, ''), new Horde_Itip_Response_Options_Kolab());
echo $message->toString(['headers' => $headers]);
