import { unified } from "@astrojs/markdown-remark";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import { diagrams, placeDiagrams } from "./src/markdown/diagrams.mjs";
import { noBrokenLinks, resolveLinks } from "./src/markdown/links.mjs";
import { bothThemes } from "./src/markdown/screens.mjs";
import { scrollWhatIsWide } from "./src/markdown/scrolling.mjs";
import { sidebar } from "./src/sidebar.mjs";
import { base, repository, site } from "./src/site.mjs";

export default defineConfig({
  site,
  base,
  trailingSlash: "always",
  outDir: "../build/site",
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath, resolveLinks, bothThemes, placeDiagrams],
      rehypePlugins: [[rehypeKatex, { strict: "error", throwOnError: true }], scrollWhatIsWide],
    }),
  },
  integrations: [
    diagrams,
    starlight({
      title: "Massa",
      favicon: "/favicon.svg",
      defaultLocale: "en",
      locales: {
        en: { label: "English", lang: "en" },
        "pt-br": { label: "Português", lang: "pt-BR" },
      },
      sidebar,
      expressiveCode: {
        shiki: { langAlias: { promql: "text" } }, // Shiki does not know it
        defaultProps: { wrap: true, preserveIndent: false }, // a listing that scrolls is lost to the keyboard
      },
      social: [{ icon: "github", label: "GitHub", href: repository }],
      editLink: { baseUrl: `${repository}/edit/main/docs/` },
      customCss: ["katex/dist/katex.min.css", "./src/styles/theme.css", "./src/styles/diagrams.css", "./src/styles/front.css"],
      logo: { src: "./src/assets/logo.svg", alt: "" },
    }),
    noBrokenLinks, // last: it may end the build
  ],
});
