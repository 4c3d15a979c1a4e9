"use client";

import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from "react";
import { clampRange, fullRange, panRange, type Range, zoomRange } from "@/lib/spectrum/viewport";
import { scaleOf } from "./draw";

export interface Viewport {
  range: Range;
  /** The stretch being marked with the pointer, in CSS pixels. */
  marked: { from: number; to: number } | null;
  zoom: (factor: number, centre?: number) => void;
  pan: (share: number) => void;
  reset: () => void;
  reveal: (mz: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
}

type Drag = { kind: "mark" | "pan"; startX: number; x: number; range: Range };

/** Zoom and pan of an m/z axis by pointer, wheel and keyboard. */
export function useViewport(
  mz: readonly number[],
  width: number,
  plot: RefObject<HTMLElement | null>,
): Viewport {
  const bounds = useMemo(() => fullRange(mz), [mz]);
  const [range, setRange] = useState(bounds);
  const [drag, setDrag] = useState<Drag | null>(null);
  useEffect(() => setRange(bounds), [bounds]);

  const zoom = useCallback(
    (factor: number, centre?: number) =>
      setRange((now) => zoomRange(now, factor, centre ?? (now.min + now.max) / 2, bounds)),
    [bounds],
  );
  const pan = useCallback((share: number) => setRange((now) => panRange(now, share, bounds)), [bounds]);
  const reset = useCallback(() => setRange(bounds), [bounds]);
  const reveal = useCallback(
    (target: number) =>
      setRange((now) => {
        if (target >= now.min && target <= now.max) return now;
        const half = (now.max - now.min) / 2;
        return clampRange({ min: target - half, max: target + half }, bounds);
      }),
    [bounds],
  );

  useEffect(() => {
    const element = plot.current;
    if (!element) return;
    // A plain vertical wheel scrolls the page; with Ctrl (as a pinch arrives too) it zooms, sideways it pans.
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const x = event.clientX - element.getBoundingClientRect().left;
        setRange((now) =>
          zoomRange(now, Math.exp(event.deltaY * 0.004), scaleOf(now, width).mzAt(x), bounds),
        );
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        setRange((now) => panRange(now, event.deltaX / Math.max(1, width), bounds));
      }
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [plot, width, bounds]);

  const xOf = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;

  return {
    range,
    marked:
      drag?.kind === "mark" && Math.abs(drag.x - drag.startX) > 3 ? { from: drag.startX, to: drag.x } : null,
    zoom,
    pan,
    reset,
    reveal,
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowLeft") pan(-0.2);
      else if (event.key === "ArrowRight") pan(0.2);
      else if (event.key === "+" || event.key === "=") zoom(0.6);
      else if (event.key === "-") zoom(1 / 0.6);
      else if (event.key === "0") reset();
      else return;
      event.preventDefault();
    },
    onPointerDown: (event) => {
      if (event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const kind = event.shiftKey || event.button === 1 || event.pointerType === "touch" ? "pan" : "mark";
      setDrag({ kind, startX: xOf(event), x: xOf(event), range });
    },
    onPointerMove: (event) => {
      if (!drag) return;
      const x = xOf(event);
      setDrag({ ...drag, x });
      if (drag.kind === "pan") setRange(panRange(drag.range, (drag.startX - x) / Math.max(1, width), bounds));
    },
    onPointerUp: (event) => {
      if (drag?.kind === "mark" && Math.abs(xOf(event) - drag.startX) > 3) {
        const scale = scaleOf(range, width);
        const [a, b] = [scale.mzAt(drag.startX), scale.mzAt(xOf(event))];
        setRange(clampRange({ min: Math.min(a, b), max: Math.max(a, b) }, bounds));
      }
      setDrag(null);
    },
  };
}
