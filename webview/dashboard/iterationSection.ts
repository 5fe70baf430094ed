import type { Report } from '../../src/engine/iteration/report.ts';
import { reportNotes } from '../../src/engine/iteration/reportText.ts';
import { type Split, splits } from '../../src/engine/trajectory/trajectory.ts';
import type { DashboardSnapshot } from '../../src/protocol/dashboard.ts';
import { control, element } from '../ui/element.ts';
import type { ChartFigure } from './chartFigure.ts';
import { ChartGrid } from './chartGrid.ts';
import type { PageContext } from './pageState.ts';
import { paperNote, paperTable } from './paperTable.ts';
import { part } from './part.ts';
import { resultTable } from './resultTable.ts';

interface Shown {
  readonly report: Report | null;
  readonly validation: boolean;
  readonly paper: boolean;
}

/** What the run is about: a row an iteration and arm, beside the paper's columns, and its rewards as curves. */
export class IterationSection {
  readonly element = element('section', { 'aria-labelledby': 'iterations-title' });
  readonly #context: PageContext;
  readonly #table = element('div');
  readonly #options = element('div', { class: 'options' });
  readonly #grid: ChartGrid;
  readonly #showTable: (shown: Shown) => void;
  #snapshot: DashboardSnapshot | undefined;

  constructor(context: PageContext) {
    this.#context = context;
    this.#grid = new ChartGrid(context);
    this.#showTable = part(this.#table, tableNodes);
    const heading = element('div', { class: 'heading' }, element('h2', { id: 'iterations-title' }, 'Iterations'));
    heading.append(this.#options);
    this.#options.append(this.#option('validation', 'Validation split'), this.#option('paper', 'Columns of the paper'));
    const paper = element(
      'details',
      { class: 'whole-paper' },
      element('summary', {}, 'The paper’s whole table'),
      paperTable(),
    );
    this.element.append(heading, this.#table, this.#grid.element, paper);
  }

  get charts(): readonly ChartFigure[] {
    return this.#grid.charts;
  }

  show(snapshot: DashboardSnapshot): void {
    this.#snapshot = snapshot;
    this.#render();
  }

  #render(): void {
    if (!this.#snapshot) return;
    const { report, iterations } = this.#snapshot;
    const { validation, paper } = this.#context.state();
    this.#options.hidden = !report || report.rows.length === 0;
    this.#showTable({ report, validation, paper });
    // A single policy has no curve.
    this.#grid.show(iterations.filter(({ steps }) => steps.length > 1));
  }

  #option(name: 'validation' | 'paper', label: string): HTMLElement {
    const box = control('vscode-checkbox', {}, label);
    box.checked = this.#context.state()[name];
    box.addEventListener('change', () => {
      this.#context.change({ [name]: box.checked });
      this.#render();
    });
    return box;
  }
}

function tableNodes({ report, validation, paper }: Shown): Node[] {
  if (!report || report.rows.length === 0) {
    const words =
      'No policy has been evaluated yet. A row comes with each evaluation: cloning first, then every iteration.';
    return [element('p', { class: 'empty' }, words)];
  }
  const shown = splits.filter(
    (split: Split) => (validation || split !== 'val') && report.rows.some(row => row.splits[split]),
  );
  const table = element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Results by iteration' });
  table.append(resultTable(report, { splits: shown, paper }));
  const notes = [...reportNotes(report), ...(paper ? [paperNote] : [])];
  return [table, element('ul', { class: 'notes' }, ...notes.map(note => element('li', {}, note)))];
}
