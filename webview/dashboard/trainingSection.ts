import type { DashboardSnapshot, TrainingHead } from '../../src/protocol/dashboard.ts';
import { control, element } from '../ui/element.ts';
import type { ChartFigure } from './chartFigure.ts';
import { ChartGrid } from './chartGrid.ts';
import type { PageContext } from './pageState.ts';
import { part } from './part.ts';

/** The choice that follows the run to each training that begins. */
const latestChoice = 'latest';

/** The curves of one training, and the choice of it. */
export class TrainingSection {
  readonly element = element('section', { 'aria-labelledby': 'training-title' });
  readonly #context: PageContext;
  readonly #title = element('h2', { id: 'training-title', tabindex: -1 }, 'Training');
  readonly #choice = element('div', { class: 'options' });
  readonly #note = element('p', { class: 'dim' });
  readonly #empty = element(
    'p',
    { class: 'empty' },
    'Nothing has been trained yet. Curves appear with the first step of a training.',
  );
  readonly #grid: ChartGrid;
  readonly #showChoice: (shown: Choice) => void;
  #trainings: readonly TrainingHead[] = [];

  constructor(context: PageContext) {
    this.#context = context;
    this.#grid = new ChartGrid(context);
    this.#showChoice = part(this.#choice, choice => this.#choiceNodes(choice));
    const heading = element('div', { class: 'heading' }, this.#title, this.#choice);
    this.element.append(heading, this.#note, this.#empty, this.#grid.element);
  }

  get charts(): readonly ChartFigure[] {
    return this.#grid.charts;
  }

  /** Whether a stage has curves. */
  has(id: string): boolean {
    return this.#trainings.some(training => training.id === id);
  }

  show({ trainings, training }: DashboardSnapshot): void {
    this.#trainings = trainings;
    this.#empty.hidden = trainings.length > 0;
    const titles = trainings.map(({ id, title, alarms, isRunning }) => ({
      id,
      text: `${title}${isRunning ? ', running' : ''}${alarms.length > 0 ? ` ⚠ ${alarms.length}` : ''}`,
    }));
    this.#showChoice({ titles, chosen: this.#context.state().training, shown: training?.id });
    this.#note.textContent = training?.note ?? '';
    this.#note.hidden = !training?.note;
    this.#grid.show(training?.charts ?? []);
  }

  focus(): void {
    this.#title.scrollIntoView();
    this.#title.focus();
  }

  #choiceNodes({ titles, chosen, shown }: Choice): Node[] {
    if (titles.length === 0) return [];
    const latest = titles.find(({ id }) => id === shown)?.text;
    const follow = chosen === undefined && latest ? `Latest: ${latest}` : 'Latest';
    const box = control('vscode-dropdown', { 'aria-label': 'Training', 'data-key': 'training' });
    for (const { id, text } of [{ id: latestChoice, text: follow }, ...titles])
      box.append(control('vscode-option', { value: id, selected: id === (chosen ?? latestChoice) }, text));
    box.addEventListener('change', () => {
      const { value } = box as unknown as HTMLSelectElement;
      this.#context.change({ training: value === latestChoice ? undefined : value });
    });
    return [box];
  }
}

interface Choice {
  readonly titles: readonly { readonly id: string; readonly text: string }[];
  readonly chosen: string | undefined;
  readonly shown: string | undefined;
}
