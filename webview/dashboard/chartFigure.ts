import type { Chart } from '../../src/engine/training/charts.ts';
import { numberText } from '../../src/engine/training/numberText.ts';
import { control, element, setAttributes } from '../ui/element.ts';
import { icon } from '../ui/icon.ts';
import { ChartPlot } from './chartPlot.ts';
import { chartTable } from './chartTable.ts';
import { lineSample } from './lineStyle.ts';
import { type PageContext, toggled } from './pageState.ts';

/** One chart with its legend, which reads out the point under the cursor, and the same as a table. */
export class ChartFigure {
  readonly element = element('figure', { class: 'chart' });
  readonly #context: PageContext;
  readonly #legend = element('div', { class: 'legend' });
  readonly #alarms = element('div', { class: 'chart-alarms' });
  readonly #summary = element('p', { class: 'hidden' });
  readonly #frame: HTMLElement;
  readonly #rows = element('div', { class: 'scroll chart-table', hidden: true });
  readonly #log: HTMLElement;
  readonly #table: HTMLElement;
  readonly #plot: ChartPlot;
  #chart: Chart;
  #shown = '';
  #cursor: number | null = null;

  constructor(chart: Chart, context: PageContext) {
    this.#chart = chart;
    this.#context = context;
    const id = `chart-${chart.id.replaceAll(/\W/g, '-')}`;
    const title = element('h3', { id, ...(chart.description && { title: chart.description }) }, chart.title);
    this.#summary.id = `${id}-summary`;
    this.#frame = element('div', {
      class: 'plot',
      tabindex: 0,
      role: 'slider',
      'aria-labelledby': id,
      'aria-describedby': this.#summary.id,
      'aria-orientation': 'horizontal',
    });
    setAttributes(this.#rows, { tabindex: 0, role: 'region', 'aria-label': `${chart.title} as a table` });
    this.#log = this.#tool('logarithmic', 'Log');
    this.#table = this.#tool('tables', 'Table');
    const tools = element('div', { class: 'tools' });
    tools.append(this.#log, this.#table);
    this.element.append(
      element('div', { class: 'chart-head' }, title, tools),
      this.#legend,
      this.#frame,
      this.#rows,
      this.#alarms,
      this.#summary,
    );
    this.#plot = new ChartPlot(this.#frame, index => this.#moveTo(index));
    this.#frame.addEventListener('keydown', event => this.#onKey(event));
    this.#frame.addEventListener('focus', () => this.#plot.setCursor(this.#cursor ?? this.#chart.steps.length - 1));
    this.#frame.addEventListener('blur', () => this.#plot.setCursor(null));
  }

  get chart(): Chart {
    return this.#chart;
  }

  get canvas(): HTMLCanvasElement | undefined {
    return this.#plot.canvas;
  }

  show(chart: Chart): void {
    const shown = JSON.stringify(chart);
    if (shown === this.#shown) return;
    this.#chart = chart;
    this.draw();
  }

  /** Draws what the figure holds; it must stand in the page, because its size decides. */
  draw(): void {
    const { tables, logarithmic } = this.#context.state();
    const chart = this.#chart;
    this.#shown = JSON.stringify(chart);
    const isTable = tables.includes(chart.id);
    this.#frame.hidden = isTable;
    this.#legend.hidden = isTable;
    this.#rows.hidden = !isTable;
    this.#rows.replaceChildren(...(isTable ? [chartTable(chart)] : []));
    const values = chart.series.flatMap(({ values }) => values.filter(value => value !== null));
    this.#log.hidden = isTable || chart.unit !== 'step' || chart.id === 'accuracy' || values.some(value => value <= 0);
    setAttributes(this.#log, { 'aria-pressed': String(logarithmic.includes(chart.id)) });
    setAttributes(this.#table, { 'aria-pressed': String(isTable) });
    this.#summary.textContent = chart.summary;
    this.#alarms.replaceChildren(
      ...chart.alarms.map(({ severity, title, message }) =>
        element(
          'p',
          { class: `alarm ${severity}`, title: message },
          icon(severity === 'error' ? 'failure' : 'warning'),
          title,
        ),
      ),
    );
    setAttributes(this.#frame, { 'aria-valuemin': 0, 'aria-valuemax': Math.max(0, chart.steps.length - 1) });
    this.#moveTo(this.#cursor !== null && this.#cursor < chart.steps.length ? this.#cursor : null);
    this.redraw();
  }

  /** Draws the plot again, in the colours of the theme. */
  redraw(): void {
    this.#plot.draw(this.#chart, this.#context.state().logarithmic.includes(this.#chart.id));
    this.#readOut();
  }

  remove(): void {
    this.#plot.dispose();
    this.element.remove();
  }

  #tool(name: 'tables' | 'logarithmic', label: string): HTMLElement {
    const { id, title } = this.#chart;
    const button = control('vscode-button', { appearance: 'icon', 'aria-label': `${label}: ${title}` }, label);
    button.addEventListener('click', () => {
      const shown = this.#context.state()[name];
      this.#context.change({ [name]: toggled(shown, id, !shown.includes(id)) });
      this.draw();
    });
    return button;
  }

  #moveTo(index: number | null): void {
    this.#cursor = index;
    this.#readOut();
  }

  /** The legend: each line's sample, name and value at the cursor, or its last one. */
  #readOut(): void {
    const { series, steps, unit } = this.#chart;
    const index = this.#cursor ?? steps.length - 1;
    const values = series.map(({ label, values, ranges }, line) => {
      const value = this.#cursor === null ? (values.findLast(each => each !== null) ?? null) : (values[index] ?? null);
      const range = ranges?.[index];
      const text = value === null ? '–' : numberText(value);
      const known = range ? `${text} (${numberText(range[0])} to ${numberText(range[1])})` : text;
      return { label, known, sample: lineSample(line) };
    });
    this.#legend.replaceChildren(
      ...values.map(({ label, known, sample }) =>
        element('span', { class: 'entry' }, sample, `${label} `, element('span', { class: 'number' }, known)),
      ),
      element('span', { class: 'number dim at' }, this.#cursor === null ? '' : `${unit} ${steps[index]}`),
    );
    setAttributes(this.#frame, {
      'aria-valuenow': Math.max(0, index),
      'aria-valuetext': `${unit} ${steps[index] ?? 0}: ${values.map(({ label, known }) => `${label} ${known}`).join(', ')}`,
    });
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#chart.steps.length - 1;
    const at = this.#cursor ?? last;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - Math.max(1, Math.round(last / 10)),
      PageUp: at + Math.max(1, Math.round(last / 10)),
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#plot.setCursor(Math.min(last, Math.max(0, target)));
  }
}
