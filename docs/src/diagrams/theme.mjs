/** Diagrams wear the colours and the type of the site: see web/src/styles/tokens.css. */
const palettes = {
  light: {
    surface: "#ffffff", sunken: "#eaeeeb", line: "#b9c4bf", ink: "#12201e", soft: "#40514d",
    brand: "#0a5a57", brandSoft: "#d9eae7", caution: "#835200", cautionSoft: "#f8ecd2",
  },
  dark: {
    surface: "#131c1b", sunken: "#192523", line: "#4d645f", ink: "#e7eeec", soft: "#b3c2be",
    brand: "#62c9bd", brandSoft: "#173b38", caution: "#e8b75c", cautionSoft: "#382a10",
  },
};

export const themes = Object.keys(palettes);

/** What mermaid is told for one theme. Labels are SVG text, so that the pages' styles cannot move them. */
export function settings(theme) {
  const colour = palettes[theme];
  return {
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    htmlLabels: false,
    fontFamily: '"Instrument Sans Variable", ui-sans-serif, system-ui, sans-serif',
    fontSize: 16,
    flowchart: { htmlLabels: false, useMaxWidth: false, curve: "basis", padding: 14, nodeSpacing: 36, rankSpacing: 48 },
    sequence: { useMaxWidth: false, mirrorActors: false, messageMargin: 40, boxMargin: 8, width: 140 },
    state: { useMaxWidth: false },
    gantt: { useMaxWidth: false, barHeight: 30, barGap: 8, fontSize: 15, sectionFontSize: 15, leftPadding: 150 },
    gitGraph: { useMaxWidth: false, mainBranchName: "main", rotateCommitLabel: false },
    themeVariables: {
      darkMode: theme === "dark",
      background: colour.surface,
      primaryColor: colour.brandSoft,
      primaryBorderColor: colour.brand,
      primaryTextColor: colour.ink,
      secondaryColor: colour.cautionSoft,
      secondaryBorderColor: colour.caution,
      secondaryTextColor: colour.ink,
      tertiaryColor: colour.sunken,
      tertiaryBorderColor: colour.line,
      tertiaryTextColor: colour.ink,
      lineColor: colour.soft,
      textColor: colour.ink,
      mainBkg: colour.brandSoft,
      nodeBorder: colour.brand,
      clusterBkg: colour.sunken,
      clusterBorder: colour.line,
      titleColor: colour.ink,
      edgeLabelBackground: colour.surface,
      actorBkg: colour.brandSoft,
      actorBorder: colour.brand,
      actorTextColor: colour.ink,
      actorLineColor: colour.line,
      signalColor: colour.soft,
      signalTextColor: colour.ink,
      labelBoxBkgColor: colour.cautionSoft,
      labelBoxBorderColor: colour.caution,
      labelTextColor: colour.ink,
      loopTextColor: colour.ink,
      noteBkgColor: colour.cautionSoft,
      noteBorderColor: colour.caution,
      noteTextColor: colour.ink,
      activationBkgColor: colour.brand,
      activationBorderColor: colour.brand,
      git0: colour.brand,
      git1: colour.caution,
      gitBranchLabel0: colour.surface,
      gitBranchLabel1: colour.surface,
      commitLabelColor: colour.ink,
      commitLabelBackground: colour.surface,
      tagLabelColor: colour.ink,
      tagLabelBackground: colour.brandSoft,
      tagLabelBorder: colour.brand,
    },
  };
}
