"use client";

import { useTheme } from "next-themes";
import { useEffect, useState } from "react";

/** The colours that canvases draw with, read from the design tokens. */
export interface PlotTheme {
  ink: string;
  inkFaint: string;
  line: string;
  surface: string;
  brand: string;
  focus: string;
  peak: string;
  peakRemoved: string;
  ions: Record<string, string>;
}

function readTheme(): PlotTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const ions = Object.fromEntries(["a", "b", "c", "y", "z"].map((ion) => [ion, token(`--ion-${ion}`)]));
  return {
    ink: token("--ink"),
    inkFaint: token("--ink-faint"),
    line: token("--line"),
    surface: token("--surface"),
    brand: token("--brand"),
    focus: token("--focus"),
    peak: token("--peak"),
    peakRemoved: token("--peak-removed"),
    ions,
  };
}

/** The colours of the current theme; null until the page is in a browser. */
export function usePlotTheme(): PlotTheme | null {
  const { resolvedTheme } = useTheme();
  const [theme, setTheme] = useState<PlotTheme | null>(null);
  // The class on <html> changes with the theme, and with it what the tokens mean.
  useEffect(() => {
    if (resolvedTheme) setTheme(readTheme());
  }, [resolvedTheme]);
  return theme;
}
