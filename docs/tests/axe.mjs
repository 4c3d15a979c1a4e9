/** Looks at every page with axe, in both themes, on a desk and on a phone; prints what violates, one line each. */
import { createRequire } from "node:module";
import { launch } from "../src/diagrams/browser.mjs";
import { pages, serve } from "./serve.mjs";

const axe = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js");
const WIDTHS = [1440, 390];
const THEMES = ["light", "dark"];

const site = await serve();
const browser = await launch();
const only = process.argv[2]; // a part of the addresses, to look at a few
const waiting = pages().filter((page) => !only || page.includes(only));
const found = [];
let looks = 0;

// The rules of web/e2e/support/accessibility.ts. Themes differ in nothing but their colours.
const ALL = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

async function look(tab, page) {
  await tab.goto(site.address + page);
  await tab.addScriptTag({ path: axe });
  await tab.addStyleTag({ content: "*{transition:none!important}" });
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${page} ${width}: the page is ${wide} px wider than the screen`);
    for (const theme of THEMES) {
      const options = { resultTypes: ["violations"], ...(theme === THEMES[0] ? ALL : COLOURS) };
      const violations = await tab.evaluate(
        async ([name, settings]) => {
          document.documentElement.dataset.theme = name;
          const { violations } = await axe.run(settings);
          return violations.map(({ id, nodes }) => ({ id, targets: nodes.slice(0, 3).map((node) => node.target.join(" ")) }));
        },
        [theme, options],
      );
      looks += 1;
      for (const { id, targets } of violations) found.push(`${page} ${width} ${theme}: ${id}: ${targets.join(" | ")}`);
    }
  }
}

async function work() {
  const tab = await browser.newPage({ reducedMotion: "reduce" });
  for (let page = waiting.shift(); page; page = waiting.shift()) await look(tab, page);
}

try {
  await Promise.all([work(), work()]);
} finally {
  await browser.close();
  site.close();
}
console.log([...found, `looked ${looks} times`].join("\n"));
process.exitCode = found.length > 0 ? 1 : 0;
