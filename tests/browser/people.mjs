// What two people do on their pages, by the names and values of buttons and fields, so that it is the same in every language.

/**
 * Every deed, in an order in which each is possible; what is true is asked after each. Without script nothing can be looked
 * at by axe, which is one; the pages are the same.
 */
export async function people(page, look, { base, script, paths }) {
  const open = (who) => page.goto(base + paths[who]);
  const press = (value) => page.locator(`button[name=do][value="${value}"]`).first().click();
  const isThere = async (what, selector) => {
    if ((await page.locator(selector).count()) === 0) look.fault('does not show', `${what} (${selector})`);
  };
  const isSaid = (what) => isThere(what, '[role=status] p');
  const seen = async (name) => (script ? look.at(name) : undefined);

  await open('mentor session');
  await press('accept');
  await isSaid('that the mentor comes');
  await isThere('a way to decline', 'button[value=decline]');
  await anotherTime(page, press, look, isThere, isSaid, seen);
  await open('mentee session');
  await isThere('the question of another time', '.asked');
  await seen('another time is asked for');
  await press('agree');
  await isThere('the new time', 'button[value=decline]');

  await open('mentee reflection');
  await page.locator('main textarea').first().fill('Half way, and further than I thought.');
  await page.locator('[name=share]').check();
  await press('keep');
  await isSaid('that the notes are kept');
  await seen('notes, kept');

  await roadmap(page, look, open, press, isThere, isSaid, seen);

  await open('mentee follow-up');
  await press('want');
  await errorsLeadToFields(page, look, 'nothing chosen');
  await seen('staying, nothing chosen');
  await page.locator('input[name=want][value=catch-ups]').check();
  await press('want');
  await seen('staying, the rest');
  await press('keep');
  await isSaid('what was answered');
  await seen('staying, answered');

  await open('mentee stop');
  await press('letters');
  await isThere('a way back', 'button[value=undo]');
  await seen('letters stopped');
  await press('undo');
  await press('everything');
  await isThere('a way back', 'button[value=undo]');
  await seen('everything stopped');
  await press('undo');
  await isThere('a way to stop', 'button[value=letters]');

  await open('mentee concern');
  await press('concern');
  await isSaid('that the coordinator knows');
  await seen('a concern');
  look.count += 1; // Every deed was done.
}

async function anotherTime(page, press, look, isThere, isSaid, seen) {
  await page.locator('details:has([name=time]) > summary').click();
  await page.locator('input[name=time][value=free]').check();
  await press('propose');
  await errorsLeadToFields(page, look, 'no day');
  await seen('another time, no day');
  await page.locator('input[name=time]').first().check();
  await press('propose');
  await isSaid('that another time is asked for');
}

async function roadmap(page, look, open, press, isThere, isSaid, seen) {
  await open('mentor roadmap');
  await look.unfold();
  await page.locator('[name=area-1]').fill('Reading code <b>aloud</b>');
  await page.locator('[name=title-1-1]').fill('A talk');
  await page.locator('[name=url-1-1]').fill('javascript:alert(1)');
  await press('preview');
  await errorsLeadToFields(page, look, 'no link');
  await seen('roadmap, no link');
  await look.unfold();
  await page.locator('[name=url-1-1]').fill('https://talks.example/reading');
  await press('preview');
  await isThere('the roadmap as it will be', 'button[value=send-draft]');
  await seen('roadmap, as it will be');
  await press('send-draft');
  await isSaid('that the roadmap is finished');
  await seen('roadmap, finished');
}

/** What has to be corrected is said first, and every line of it leads to its field. */
async function errorsLeadToFields(page, look, name) {
  const links = page.locator('[role=alert] a');
  const count = await links.count();
  if (count === 0) look.fault('does not say what has to be corrected', name);
  if (!(await page.evaluate(() => document.activeElement?.matches('[role=alert]')))) {
    look.fault('does not begin at what has to be corrected', name);
  }
  for (let n = 0; n < count; n += 1) {
    await links.nth(n).focus();
    await page.keyboard.press('Enter');
    const isThere = await page.evaluate(() => {
      const target = document.querySelector(':target');
      return target !== null && target.checkVisibility() && (target === document.activeElement || target.matches('fieldset'));
    });
    if (!isThere) look.fault('has a line that leads to no field', `${name}: ${await links.nth(n).textContent()}`);
  }
}
