import { themeValue } from './theme.ts';

/** What tells the lines of a chart apart: colours of the theme, and dashes for who does not see them. */
const styles = [
  { color: 'charts-blue', dash: [] },
  { color: 'charts-red', dash: [6, 4] },
  { color: 'charts-green', dash: [2, 3] },
  { color: 'charts-purple', dash: [9, 3, 2, 3] },
  { color: 'charts-yellow', dash: [12, 4] },
  { color: 'foreground', dash: [4, 2] },
] as const;

/** How the line at an index is drawn. */
export interface LineStyle {
  readonly color: string;
  /** Lengths of strokes and gaps in pixels; none for a whole line. */
  readonly dash: readonly number[];
}

/** The style of the line at `index` in the theme as it is now. */
export function lineStyle(index: number): LineStyle {
  const { color, dash } = styles[index % styles.length]!;
  return { color: themeValue(color, themeValue('foreground', 'currentColor')), dash };
}

/** A piece of the line at `index`, for a legend. Its colour is that of the class `line-<n>`. */
export function lineSample(index: number): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const sample = document.createElementNS(space, 'svg');
  sample.setAttribute('viewBox', '0 0 24 4');
  sample.setAttribute('class', `sample line-${index % styles.length}`);
  sample.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', 'M0 2H24');
  line.setAttribute('stroke-dasharray', styles[index % styles.length]!.dash.join(' '));
  sample.append(line);
  return sample;
}
