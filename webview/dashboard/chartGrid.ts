import type { Chart } from '../../src/engine/training/charts.ts';
import { element } from '../ui/element.ts';
import { ChartFigure } from './chartFigure.ts';
import type { PageContext } from './pageState.ts';

/** Charts beside each other, each kept as long as a chart of its id is shown. */
export class ChartGrid {
  readonly element = element('div', { class: 'charts' });
  readonly #context: PageContext;
  readonly #figures = new Map<string, ChartFigure>();

  constructor(context: PageContext) {
    this.#context = context;
  }

  get charts(): readonly ChartFigure[] {
    return [...this.#figures.values()];
  }

  show(charts: readonly Chart[]): void {
    const ids = new Set(charts.map(({ id }) => id));
    for (const [id, figure] of this.#figures) {
      if (ids.has(id)) continue;
      figure.remove();
      this.#figures.delete(id);
    }
    for (const chart of charts) {
      const known = this.#figures.get(chart.id);
      if (known) known.show(chart);
      else this.#add(chart);
    }
    const ordered = charts.map(({ id }) => this.#figures.get(id)!.element);
    const isOrdered = ordered.every((figure, index) => this.element.children[index] === figure);
    // Moving what has the focus takes it away.
    if (!isOrdered) this.element.append(...ordered);
  }

  #add(chart: Chart): void {
    const figure = new ChartFigure(chart, this.#context);
    this.#figures.set(chart.id, figure);
    this.element.append(figure.element);
    figure.draw();
  }
}
