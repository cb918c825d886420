import { Box, useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { LINES, type Curves } from './timeline-series';
import { LOOKS, useLineWords } from './timeline-words';

const HEIGHT = 300;
/** Axes in both schemes, with enough contrast for their figures. */
const INK = { light: '#495057', dark: '#c9c9c9' };
const GRID = { light: '#e9ecef', dark: '#3b3b3b' };

/** The sums over time as stepped lines, in the event's zone. The table beneath says the same. */
export function TimelineChart({ curves, zone, label }: { curves: Curves; zone: string; label: string }) {
  const { i18n } = useLingui();
  const scheme = useComputedColorScheme('light');
  const words = useLineWords();
  const place = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(place, sized);
  const chart = useRef<uPlot | null>(null);
  const data = useRef(dataOf(curves));
  const shown = width > 0;

  // Drawn anew where its looks change; new figures and sizes go into the one that is there.
  useEffect(() => {
    const at = place.current;
    if (at === null || !shown) return undefined;
    const axis = { stroke: INK[scheme], grid: { stroke: GRID[scheme], width: 1 }, ticks: { stroke: GRID[scheme] } };
    const drawn = new uPlot(
      {
        width: at.clientWidth,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_plot, _least, most) => [0, Math.max(most, 4)] } },
        axes: [
          { ...axis, space: 90, values: (_plot, splits) => timesOf(splits, i18n.locale, zone) },
          { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 50_000] },
        ],
        series: [
          {},
          ...LINES.map((line) => ({
            label: words(line),
            stroke: LOOKS[line][scheme],
            dash: LOOKS[line].dash,
            width: 2.5,
            points: { show: false },
            paths: uPlot.paths.stepped?.({ align: 1 }),
          })),
        ],
      },
      data.current,
      at,
    );
    chart.current = drawn;
    return () => {
      drawn.destroy();
      chart.current = null;
    };
    // The words change with the language only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scheme, zone, i18n.locale, shown]);

  useEffect(() => {
    data.current = dataOf(curves);
    chart.current?.setData(data.current);
  }, [curves]);
  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height: HEIGHT });
  }, [width]);
  return <Box ref={ref} role="img" aria-label={label} mih={HEIGHT} w="100%" dir="ltr" style={{ overflow: 'hidden' }} />;
}

function dataOf({ seconds, sums }: Curves): uPlot.AlignedData {
  return [seconds, ...LINES.map((line) => sums[line])];
}

/** Marks of the time axis: the time of day, and the day where it is another. */
function timesOf(splits: readonly number[], locale: string, zone: string): string[] {
  const span = (splits.at(-1) ?? 0) - (splits[0] ?? 0);
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    ...(span > 3 * 86_400
      ? { day: 'numeric', month: 'short' }
      : { weekday: span > 43_200 ? 'short' : undefined, hour: 'numeric', minute: '2-digit', second: span < 300 ? '2-digit' : undefined }),
  });
  return splits.map((seconds) => format.format(seconds * 1000));
}
