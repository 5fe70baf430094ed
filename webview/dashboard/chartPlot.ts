import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Chart } from '../../src/engine/training/charts.ts';
import { numberText } from '../../src/engine/training/numberText.ts';
import { chartMarks } from './chartMarks.ts';
import { lineStyle } from './lineStyle.ts';
import { isHighContrast, themeValue } from './theme.ts';

const height = 170;

/** Points up to which each is marked. */
const markedPoints = 40;

/** The drawing of a chart in an element, as wide as that is. */
export class ChartPlot {
  readonly #frame: HTMLElement;
  readonly #onCursor: (index: number | null) => void;
  readonly #resize: ResizeObserver;
  #plot: uPlot | undefined;

  /** `onCursor` is told the index of the point under the mouse or the keyboard's cursor; null when it goes. */
  constructor(frame: HTMLElement, onCursor: (index: number | null) => void) {
    this.#frame = frame;
    this.#onCursor = onCursor;
    this.#resize = new ResizeObserver(() => {
      const width = frame.clientWidth;
      if (width > 0 && width !== this.#plot?.width) this.#plot?.setSize({ width, height });
    });
    this.#resize.observe(frame);
  }

  get canvas(): HTMLCanvasElement | undefined {
    return this.#plot?.ctx.canvas;
  }

  /** Draws the chart in the colours of the theme as it is now. */
  draw(chart: Chart, wantsLog: boolean): void {
    const all = chart.series.flatMap(({ values }) => values.filter(value => value !== null));
    const isLog = wantsLog && all.length > 0 && all.every(value => value > 0);
    this.#plot?.destroy();
    const data = [chart.steps, ...chart.series.map(({ values }) => values)] as unknown as uPlot.AlignedData;
    this.#plot = new uPlot(this.#options(chart, isLog), data, this.#frame);
  }

  setCursor(index: number | null): void {
    const plot = this.#plot;
    if (!plot) return;
    const step = index === null ? undefined : plot.data[0][index];
    const left = step === undefined ? -10 : plot.valToPos(step, 'x');
    plot.setCursor({ left, top: step === undefined ? -10 : plot.over.clientHeight / 2 });
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#plot?.destroy();
  }

  #options(chart: Chart, isLog: boolean): uPlot.Options {
    const size = themeValue('font-size', '13px');
    const font = `${Math.max(10, Number.parseFloat(size) - 2)}px ${themeValue('font-family', 'sans-serif')}`;
    const width = isHighContrast() ? 2 : 1.5;
    const axis: uPlot.Axis = {
      stroke: themeValue('descriptionForeground', 'gray'),
      font,
      ticks: { show: false },
      grid: { stroke: `color-mix(in srgb, ${themeValue('foreground', 'gray')} 14%, transparent)`, width: 1 },
      gap: 4,
    };
    return {
      width: this.#frame.clientWidth || 300,
      height,
      padding: [10, 10, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false, range: (_, min, max) => stepRange(chart, min, max) },
        y: isLog ? { distr: 3 } : { range: (_, min, max) => valueRange(chart, min, max) },
      },
      axes: [
        { ...axis, size: 22, space: 60, ...(chart.unit === 'iteration' && { incrs: [1, 2, 5, 10, 20, 50] }) },
        {
          ...axis,
          size: 52,
          space: 28,
          values: (_, splits) => splits.map(value => (value == null ? '' : numberText(value))),
        },
      ],
      series: [
        {},
        ...chart.series.map(({ label, values }, index): uPlot.Series => {
          const { color, dash } = lineStyle(index);
          const isMarked = values.length <= markedPoints || values.filter(value => value !== null).length < 2;
          return {
            label,
            stroke: color,
            width,
            dash: [...dash],
            spanGaps: chart.unit === 'iteration',
            points: { show: isMarked, size: 5, fill: color },
          };
        }),
      ],
      hooks: {
        drawClear: [plot => chartMarks(plot, chart).below()],
        draw: [plot => chartMarks(plot, chart).above()],
        setCursor: [plot => this.#onCursor(plot.cursor.idx ?? null)],
      },
    };
  }
}

/** Room for the intervals at both ends. */
function stepRange({ unit }: Chart, min: number, max: number): [number, number] {
  const room = min === max ? 0.5 : unit === 'iteration' ? (max - min) / 30 : 0;
  return [min - room, max + room];
}

/** Round ends, and room for the intervals and the level that gives the values a meaning. */
function valueRange({ id, series, reference }: Chart, min: number, max: number): [number, number] {
  if (id === 'accuracy') return [0, 1];
  const ends = series.flatMap(({ ranges }) => ranges?.flatMap(range => range ?? []) ?? []);
  const low = Math.min(...[min, ...ends, reference?.value].filter(value => value != null));
  const high = Math.max(...[max, ...ends, reference?.value].filter(value => value != null));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low === high) return [low - (Math.abs(low) / 10 || 1), high + (Math.abs(high) / 10 || 1)];
  const [from, to] = uPlot.rangeNum(low, high, 0.08, true);
  return [from ?? low, to ?? high];
}
