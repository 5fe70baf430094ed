import type { Alarm } from '../../src/engine/training/alarms.ts';
import type { DashboardSnapshot } from '../../src/protocol/dashboard.ts';
import { element } from '../ui/element.ts';
import { icon } from '../ui/icon.ts';
import { part } from './part.ts';

interface Shown {
  readonly alarm: Alarm;
  readonly where: string;
  /** The training whose curves show it; absent for an alarm of the results. */
  readonly training?: string;
}

/** All alarms of the run, in words; hidden while there is none. */
export class AlarmList {
  readonly element = element('section', { class: 'alarms', 'aria-labelledby': 'alarms-title', hidden: true });
  readonly #list = element('ul');
  readonly #title = element('h2', { id: 'alarms-title' });
  readonly #show: (alarms: readonly Shown[]) => void;

  constructor(showTraining: (id: string) => void) {
    this.#show = part(this.#list, alarms => alarms.map(shown => item(shown, showTraining)));
    this.element.append(this.#title, this.#list);
  }

  show({ trainings, iterations }: DashboardSnapshot): void {
    const alarms: Shown[] = [
      ...iterations.flatMap(({ title, alarms }) => alarms.map(alarm => ({ alarm, where: title }))),
      ...trainings.flatMap(({ id, title, alarms }) => alarms.map(alarm => ({ alarm, where: title, training: id }))),
    ];
    this.element.hidden = alarms.length === 0;
    this.#title.textContent = alarms.length === 1 ? 'One alarm' : `${alarms.length} alarms`;
    this.#show(alarms);
  }
}

function item({ alarm, where, training }: Shown, showTraining: (id: string) => void): HTMLElement {
  const { severity, title, message, from, to } = alarm;
  const name = element('strong', {}, title);
  const unit = training === undefined ? 'iteration' : 'step';
  const range = from === to ? `${unit} ${from}` : `${unit}s ${from}–${to}`;
  const place = element('span', { class: 'dim' }, `${where}, ${range}`);
  const head = element('div', { class: 'alarm-head' }, icon(severity === 'error' ? 'failure' : 'warning'), name, place);
  if (training !== undefined) {
    const button = element('button', { class: 'link', 'data-key': `${training} ${alarm.kind}` }, 'Show curves');
    button.append(element('span', { class: 'hidden' }, ` of ${where}: ${title}`));
    button.addEventListener('click', () => showTraining(training));
    head.append(button);
  }
  return element('li', { class: `alarm ${severity}` }, head, element('p', {}, message));
}
