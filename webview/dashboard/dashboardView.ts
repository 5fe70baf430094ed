import type { DashboardHost, DashboardSnapshot } from '../../src/protocol/dashboard.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { Announcer } from '../ui/announcer.ts';
import { control, element } from '../ui/element.ts';
import { AlarmList } from './alarmList.ts';
import { ExportBar } from './exportBar.ts';
import { HeadView } from './headView.ts';
import { IterationSection } from './iterationSection.ts';
import { LineageSection } from './lineageSection.ts';
import type { PageContext } from './pageState.ts';
import { onThemeChange } from './theme.ts';
import { TrainingSection } from './trainingSection.ts';

/** What the view asks of its surroundings. */
export interface ViewContext extends PageContext {
  readonly host: Client<DashboardHost>;
}

/** The whole page: shows one snapshot after another. */
export class DashboardView {
  readonly element = element('main', { class: 'dashboard', 'aria-busy': 'true' });
  readonly #head: HeadView;
  readonly #error = element('p', { class: 'error', role: 'alert', hidden: true });
  readonly #alarms: AlarmList;
  readonly #iterations: IterationSection;
  readonly #training: TrainingSection;
  readonly #lineage: LineageSection;
  readonly #announcer = new Announcer();
  #isFilled = false;

  constructor(context: ViewContext) {
    const showTraining = (id: string) => {
      context.change({ training: id });
      this.#training.focus();
    };
    this.#training = new TrainingSection(context);
    this.#iterations = new IterationSection(context);
    this.#lineage = new LineageSection(context, {
      hasCurves: id => this.#training.has(id),
      showCurves: showTraining,
      open: node => void context.host.open({ node }),
    });
    this.#alarms = new AlarmList(showTraining);
    const charts = () => [...this.#iterations.charts, ...this.#training.charts];
    this.#head = new HeadView(context.host, new ExportBar(context.host, charts));
    this.element.append(
      element('div', { class: 'waiting' }, control('vscode-progress-ring', { 'aria-label': 'Reading the run' })),
      this.#error,
      this.#announcer.element,
    );
    onThemeChange(() => {
      for (const chart of charts()) chart.redraw();
      this.#lineage.layOut();
    });
  }

  show(snapshot: DashboardSnapshot): void {
    this.#error.hidden = true;
    if (!this.#isFilled) this.#fill();
    this.#head.show(snapshot);
    this.#alarms.show(snapshot);
    this.#iterations.show(snapshot);
    this.#training.show(snapshot);
    this.#lineage.show(snapshot.lineage);
    this.#announcer.say(`${snapshot.head.name}: ${snapshot.head.statusText}`);
  }

  /** Says that the run cannot be read, beside what is known of it. */
  fail(message: string): void {
    this.#error.hidden = false;
    this.#error.textContent = `${message} Looking again in a moment.`;
    this.element.querySelector('.waiting')?.remove();
    this.element.setAttribute('aria-busy', 'false');
  }

  #fill(): void {
    this.#isFilled = true;
    this.element.querySelector('.waiting')?.remove();
    this.element.setAttribute('aria-busy', 'false');
    this.element.prepend(this.#head.element);
    this.element.append(this.#alarms.element, this.#iterations.element, this.#training.element, this.#lineage.element);
  }
}
