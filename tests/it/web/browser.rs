//! A client that sends exactly what it is told, line by line.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

impl Answer {
    /// The header of that lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of the first field of that name in the page.
    pub fn field(&self, name: &str) -> &str {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&mark).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split('"').next().expect("closed")
    }
}

/// Knows one server.
#[derive(Debug, Clone, Copy)]
pub struct Browser {
    server: SocketAddr,
}

impl Browser {
    pub fn new(server: SocketAddr) -> Browser {
        Browser { server }
    }

    /// What every address begins with.
    pub fn base(&self) -> String {
        format!("http://{}", self.server)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n"))
    }

    /// As a browser posts a form of our own page.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        self.post_with(
            path,
            form,
            "Origin: null\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        )
    }

    pub fn post_with(&self, path: &str, body: &str, headers: &str) -> Answer {
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    /// Sends those bytes and reads until the server closes.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.server).expect("a connection");
        let answer = exchange(&mut stream, request);
        let _ = stream.shutdown(Shutdown::Both);
        answer
    }

    /// Sends those bytes and says that no more will come.
    pub fn send_and_leave(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.server).expect("a connection");
        stream.write_all(request.as_bytes()).expect("sent");
        stream.shutdown(Shutdown::Write).expect("closed");
        exchange(&mut stream, "")
    }
}

/// Sends those bytes there and reads until the server closes.
pub fn exchange(stream: &mut (impl Read + Write), request: &str) -> Answer {
    // A server that refuses early may close before everything was read; what it said first counts.
    let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.flush());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    read(&String::from_utf8_lossy(&bytes))
}

fn read(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(key, value)| (key.to_lowercase(), value.to_owned()));
    Answer { status: status.unwrap_or(0), headers: headers.collect(), text: body.to_owned() }
}
