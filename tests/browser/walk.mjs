// Walks the pages in the browser that is installed: looks at each on a phone and at a desk, in light and in dark, and does
// there what people do, with the keyboard, with and without JavaScript.
//
// On standard input comes what to walk, as JSON (tests/it/web/walk.rs):
//   { grounds: [{ name, base, language, lost, pages: [{ name, path }] }],    looked at
//     walks:   [{ name, base, script, paths: { "mentor session": path, … } }] }   done
// Whatever is wrong stands on standard error, and the exit status is 1. With SENDOFF_PICTURES=FOLDER every page is also
// a picture in that folder.

import { chromium } from 'playwright-core';
import { Look } from './look.mjs';
import { people } from './people.mjs';

const PATIENCE_MS = 15_000;
const WHOLE_WALK_MS = 300_000;

const read = async () => {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};

// A walk that hangs is a fault like any other.
setTimeout(() => {
  console.error('the walk took too long');
  process.exit(1);
}, WHOLE_WALK_MS).unref();

const { grounds, walks } = await read();
const browser = await chromium.launch({
  executablePath: process.env.SENDOFF_CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: false,
  args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const faults = [];
let looks = 0;

/** Does `walk` in a window of its own; what goes wrong in the browser meanwhile is a fault. */
async function inWindow(base, name, javaScriptEnabled, walk) {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'en' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const look = new Look(page, name, faults);
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) look.fault('asks another server', request.url());
  });
  page.on('console', (message) => {
    // A page that says what has to be corrected comes with status 422, a wrong link with 404 or 429.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !isStatus) look.fault('is refused something', message.text());
  });
  try {
    await walk(page, look);
  } catch (error) {
    look.fault('stops', error.message);
  }
  looks += look.count;
  await context.close();
}

const inGround = ({ name, base, language, pages, lost }) =>
  inWindow(base, name, true, async (page, look) => {
    for (const { name: pageName, path } of [...pages, { name: 'lost', path: lost }]) {
      const answer = await page.goto(base + path);
      const status = path === lost ? 404 : 200;
      if (answer.status() !== status) look.fault(`has status ${answer.status()}`, pageName);
      await look.at(pageName, path === lost ? undefined : language);
      await look.byKeyboard(pageName);
    }
  });
const inWalk = (walk) => inWindow(walk.base, walk.name, walk.script, (page, look) => people(page, look, walk));
await Promise.all([...grounds.map(inGround), ...walks.map(inWalk)]);
await browser.close();

for (const fault of faults) console.error(fault);
console.log(`${looks} looks at pages, ${faults.length} faults`);
process.exitCode = faults.length === 0 && looks > 0 ? 0 : 1;
