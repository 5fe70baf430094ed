import type uPlot from 'uplot';
import type { Chart } from '../../src/engine/training/charts.ts';
import { lineStyle } from './lineStyle.ts';
import { themeValue } from './theme.ts';

/** What a chart shows besides its lines: below them where alarms hold and the level of reference, above them intervals. */
export function chartMarks(plot: uPlot, chart: Chart): { below(): void; above(): void } {
  const { ctx, bbox } = plot;
  const x = (step: number) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(step, 'x', true)));
  const y = (value: number) => plot.valToPos(value, 'y', true);
  const pixel = devicePixelRatio || 1;
  const drawn = (draw: () => void) => {
    ctx.save();
    draw();
    ctx.restore();
  };
  return {
    below: () =>
      drawn(() => {
        for (const { severity, from, to } of chart.alarms) {
          const color = themeValue(severity === 'error' ? 'charts-red' : 'charts-yellow', 'gray');
          const [left, right] = [x(from), Math.max(x(to), x(from) + 3 * pixel)];
          ctx.fillStyle = color;
          ctx.globalAlpha = 0.14;
          ctx.fillRect(left, bbox.top, right - left, bbox.height);
          ctx.globalAlpha = 1;
          ctx.fillRect(left, bbox.top - 3 * pixel, right - left, 2 * pixel);
        }
        if (!chart.reference) return;
        const { value, label } = chart.reference;
        const level = y(value);
        if (!(level >= bbox.top && level <= bbox.top + bbox.height)) return;
        ctx.strokeStyle = ctx.fillStyle = themeValue('descriptionForeground', 'gray');
        ctx.lineWidth = pixel;
        ctx.setLineDash([pixel, 3 * pixel]);
        ctx.beginPath();
        ctx.moveTo(bbox.left, level);
        ctx.lineTo(bbox.left + bbox.width, level);
        ctx.stroke();
        ctx.font = `${10 * pixel}px ${themeValue('font-family', 'sans-serif')}`;
        ctx.textAlign = 'right';
        const isHigh = level < bbox.top + 14 * pixel;
        ctx.fillText(label, bbox.left + bbox.width - 2 * pixel, isHigh ? level + 11 * pixel : level - 3 * pixel);
      }),
    above: () =>
      drawn(() => {
        for (const [index, { ranges }] of chart.series.entries()) {
          ctx.strokeStyle = lineStyle(index).color;
          ctx.lineWidth = 1.25 * pixel;
          for (const [point, range] of (ranges ?? []).entries()) {
            if (!range) continue;
            // Beside each other, so that equal intervals can be told apart.
            const at =
              plot.valToPos(chart.steps[point]!, 'x', true) + (index - (chart.series.length - 1) / 2) * 5 * pixel;
            ctx.beginPath();
            for (const end of range) {
              ctx.moveTo(at - 2.5 * pixel, y(end));
              ctx.lineTo(at + 2.5 * pixel, y(end));
            }
            ctx.moveTo(at, y(range[0]));
            ctx.lineTo(at, y(range[1]));
            ctx.stroke();
          }
        }
      }),
  };
}
