// One look at the page that is open: whether everybody can read it and use it.

import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = { phone: { width: 320, height: 640 }, desk: { width: 1280, height: 900 } };
const PICTURES = process.env.SENDOFF_PICTURES;
const MOST_STEPS = 200;
if (PICTURES) mkdirSync(PICTURES, { recursive: true });

export class Look {
  constructor(page, place, faults) {
    Object.assign(this, { page, place, faults, count: 0 });
  }

  fault(what, about) {
    this.faults.push(`${this.place}: ${what}: ${about}`);
  }

  /** Every width and both colour schemes, with everything unfolded. */
  async at(name, language) {
    await this.unfold();
    if (language) await this.speaks(name, language);
    await this.page.evaluate(AXE);
    for (const [width, size] of Object.entries(WIDTHS)) {
      await this.page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark']) {
        await this.page.emulateMedia({ colorScheme });
        await this.follows(`${name}, ${width}, ${colorScheme}`);
        await this.takePicture(`${name}-${width}-${colorScheme}`);
      }
      await this.fits(`${name}, ${width}`);
    }
    await this.fitsEnlarged(name);
    await this.page.emulateMedia({ colorScheme: 'light' });
  }

  async unfold() {
    const folded = this.page.locator('details:not([open]) > summary:visible');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  async speaks(name, language) {
    const spoken = await this.page.locator('html').getAttribute('lang');
    if (spoken !== language) this.fault(`speaks ${spoken}, not ${language}`, name);
    for (const mark of ['header', 'main', 'h1', 'footer']) {
      const count = await this.page.locator(mark).count();
      if (count !== 1) this.fault(`has ${count} ${mark}`, name);
    }
  }

  /** The rules of accessibility that a program can check. */
  async follows(name) {
    this.count += 1;
    const { violations } = await this.page.evaluate(
      (values) => window.axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
      RULES,
    );
    for (const { id, help, nodes } of violations) {
      const where = nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary.split('\n').pop().trim()})`);
      this.fault(`${id}, ${help}`, `${name}: ${where.join('; ')}`);
    }
  }

  /** Nothing has to be scrolled sideways. */
  async fits(name) {
    const beyond = await this.page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return null;
      const wide = [...document.querySelectorAll('main *')].find((e) => e.getBoundingClientRect().right > root.clientWidth);
      return wide?.outerHTML.slice(0, 120) ?? `${root.scrollWidth} px`;
    });
    if (beyond) this.fault('is wider than the window', `${name}: ${beyond}`);
  }

  /** 200 %: letters twice as large on a phone, and a desk of half the width. */
  async fitsEnlarged(name) {
    const session = await this.page.context().newCDPSession(this.page);
    await this.page.setViewportSize(WIDTHS.phone);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    await this.fits(`${name}, letters twice as large`);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
    await session.detach();
    await this.page.setViewportSize({ width: WIDTHS.desk.width / 2, height: WIDTHS.desk.height / 2 });
    await this.fits(`${name}, a desk at 200 %`);
  }

  /** From the top with the tab key: everything can be reached, and is seen when it is. */
  async byKeyboard(name) {
    await this.page.setViewportSize(WIDTHS.phone);
    await this.page.reload();
    const left = await this.page.evaluate(() => {
      // Clicking would move the place from which the tab key starts.
      for (const folded of document.querySelectorAll('details')) folded.open = true;
      const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
      // Of buttons that exclude each other one is in the way of the tab key; the arrows go through the others.
      const first = (e) => e.type !== 'radio' || (e.form.querySelector(`[name="${e.name}"]:checked`) ?? e.form.querySelector(`[name="${e.name}"]`)) === e;
      const there = all.filter((e) => e.type !== 'hidden' && e.checkVisibility() && first(e));
      there.forEach((e, n) => e.setAttribute('data-stop', n));
      return there.length;
    });
    const reached = new Set();
    for (let step = 0; step < MOST_STEPS && reached.size < left; step += 1) {
      await this.page.keyboard.press('Tab');
      const stop = await this.page.evaluate(() => {
        const focus = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(focus);
        const box = focus.getBoundingClientRect();
        const isSeen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        const isMarked = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
        return { number: focus.dataset.stop, isSeen, isMarked, isSkip: focus.matches('.skip'), what: focus.outerHTML.slice(0, 120) };
      });
      if (stop.number === undefined) continue;
      if (step === 0 && !stop.isSkip && (await this.page.locator('.skip').count())) this.fault('does not begin with the way past the top', name);
      if (!stop.isSeen) this.fault('has a focus out of sight', `${name}: ${stop.what}`);
      if (!stop.isMarked) this.fault('has a focus without a mark', `${name}: ${stop.what}`);
      reached.add(stop.number);
    }
    if (reached.size < left) this.fault(`has ${left - reached.size} of ${left} places the tab key does not reach`, name);
  }

  async takePicture(name) {
    if (!PICTURES) return;
    const file = `${this.place}-${name}`.replaceAll(/[^a-z0-9]+/gi, '-');
    await this.page.screenshot({ path: `${PICTURES}/${file}.png`, fullPage: true });
  }
}
