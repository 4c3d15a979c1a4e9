/** Looks at every page with axe, in both themes, on a desk and on a phone; prints what violates, one line each. */
import { createRequire } from "node:module";
import { launch } from "../src/diagrams/browser.mjs";
import { pages, serve } from "./serve.mjs";

const axe = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js");
const WIDTHS = [1440, 390];
const THEMES = ["light", "dark"];

const site = await serve();
const browser = await launch();
const waiting = pages();
const found = [];
let looks = 0;

async function look(tab, page) {
  await tab.goto(site.address + page);
  await tab.addScriptTag({ path: axe });
  await tab.addStyleTag({ content: "*{transition:none!important}" });
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${page} ${width}: the page is ${wide} px wider than the screen`);
    for (const theme of THEMES) {
      await tab.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      const { violations } = await tab.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      looks += 1;
      for (const { id, nodes } of violations) {
        found.push(`${page} ${width} ${theme}: ${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
      }
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
