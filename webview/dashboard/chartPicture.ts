import type { ChartFigure } from './chartFigure.ts';
import { lineStyle } from './lineStyle.ts';
import { themeValue } from './theme.ts';

const columns = 2;
const [margin, titleHeight, legendHeight] = [16, 20, 18];

/** All charts as one picture in the theme's colours, with their titles and legends, as PNG; undefined without charts. */
export async function chartPicture(figures: readonly ChartFigure[]): Promise<Uint8Array | undefined> {
  const charts = figures.flatMap(({ chart, canvas }) => (canvas ? [{ chart, canvas }] : []));
  if (charts.length === 0) return undefined;
  const scale = devicePixelRatio || 1;
  const width = Math.max(...charts.map(({ canvas }) => canvas.width)) / scale;
  const height = Math.max(...charts.map(({ canvas }) => canvas.height)) / scale + titleHeight + legendHeight;
  const rows = Math.ceil(charts.length / columns);
  const picture = document.createElement('canvas');
  picture.width = (columns * (width + margin) + margin) * scale;
  picture.height = (rows * (height + margin) + margin) * scale;
  const context = picture.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = themeValue('editor-background', 'white');
  context.fillRect(0, 0, picture.width, picture.height);
  for (const [index, { chart, canvas }] of charts.entries()) {
    const left = margin + (index % columns) * (width + margin);
    const top = margin + Math.floor(index / columns) * (height + margin);
    const family = themeValue('font-family', 'sans-serif');
    context.fillStyle = themeValue('editor-foreground', 'black');
    context.font = `600 13px ${family}`;
    context.fillText(chart.title, left, top + 13);
    context.font = `11px ${family}`;
    let at = left;
    for (const [line, { label }] of chart.series.entries()) {
      const { color, dash } = lineStyle(line);
      const level = top + titleHeight + 8;
      context.strokeStyle = color;
      context.lineWidth = 1.5;
      context.setLineDash([...dash]);
      context.beginPath();
      context.moveTo(at, level);
      context.lineTo(at + 24, level);
      context.stroke();
      context.fillText(label, at + 30, level + 4);
      at += 46 + context.measureText(label).width;
    }
    context.drawImage(canvas, left, top + titleHeight + legendHeight, canvas.width / scale, canvas.height / scale);
  }
  const blob = await new Promise<Blob | null>(resolve => picture.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be made.');
  return new Uint8Array(await blob.arrayBuffer());
}
