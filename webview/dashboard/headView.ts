import type { DashboardHost, DashboardSnapshot, JobAction, RunHead } from '../../src/protocol/dashboard.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { control, element } from '../ui/element.ts';
import { icon } from '../ui/icon.ts';
import type { ExportBar } from './exportBar.ts';
import { part } from './part.ts';
import { statusIcons } from './words.ts';

const labels: Readonly<Record<JobAction, string>> = { stop: 'Stop', resume: 'Resume', show: 'Show Log' };

/** How the run stands: its name, its status with a bar, what can be done with its job, and what went wrong. */
export class HeadView {
  readonly element = element('header', { class: 'head' });
  readonly #host: Client<DashboardHost>;
  readonly #showTitle: (head: Pick<RunHead, 'name' | 'folder'>) => void;
  readonly #showStatus: (head: Omit<RunHead, 'run' | 'notes' | 'failure' | 'actions' | 'name' | 'folder'>) => void;
  readonly #showActions: (actions: readonly JobAction[]) => void;
  readonly #showTrouble: (trouble: Trouble) => void;

  constructor(host: Client<DashboardHost>, exports: ExportBar) {
    this.#host = host;
    const [title, status, trouble] = [
      element('div', { class: 'title' }),
      element('div', { class: 'status' }),
      element('div'),
    ];
    const actions = element('div', { class: 'actions', role: 'group', 'aria-label': 'Job' });
    this.#showTitle = part(title, ({ name, folder }) => [
      element('h1', { title: folder }, name),
      element('span', { class: 'dim' }, folder),
    ]);
    this.#showStatus = part(status, head => statusNodes(head));
    this.#showActions = part(actions, known => known.map(action => this.#button(action)));
    this.#showTrouble = part(trouble, troubleNodes);
    this.element.append(element('div', { class: 'bar' }, title, actions, exports.element), status, trouble);
  }

  show({ head, problems }: DashboardSnapshot): void {
    const { name, folder, notes, failure, actions, run: _, ...status } = head;
    this.#showTitle({ name, folder });
    this.#showStatus(status);
    this.#showActions(actions);
    this.#showTrouble({ failure, notes, problems });
  }

  #button(action: JobAction): HTMLElement {
    const button = control('vscode-button', { appearance: 'secondary', 'data-key': action }, labels[action]);
    button.addEventListener('click', () => void this.#host.act({ action }));
    return button;
  }
}

interface Trouble extends Pick<RunHead, 'notes'> {
  readonly failure: RunHead['failure'];
  readonly problems: readonly string[];
}

function statusNodes({
  status,
  statusText,
  fraction,
  activity,
}: Pick<RunHead, 'status' | 'statusText' | 'fraction' | 'activity'>) {
  const line = element(
    'p',
    { class: `status-line ${status}` },
    icon(statusIcons[status]),
    element('span', {}, statusText),
  );
  if (activity !== undefined) line.append(element('span', { class: 'dim' }, activity));
  if (fraction === undefined) return [line];
  const percent = Math.round(fraction * 100);
  const bar = element('progress', { max: 1, value: fraction, 'aria-label': 'The whole run' });
  return [line, element('div', { class: 'progress' }, bar, element('span', { class: 'number dim' }, `${percent} %`))];
}

function troubleNodes({ failure, notes, problems }: Trouble): Node[] {
  const list = (texts: readonly string[]) => element('ul', {}, ...texts.map(text => element('li', {}, text)));
  const nodes: Node[] = [];
  if (failure) {
    const why = element('div', { class: 'trouble error' }, icon('failure'), element('p', {}, failure.message));
    if (failure.problems.length > 0) why.append(list(failure.problems));
    nodes.push(why);
  }
  const groups: readonly [string, readonly string[]][] = [
    ['Warnings of the job', notes],
    ['Could not be read', problems],
  ];
  for (const [title, texts] of groups) {
    if (texts.length === 0) continue;
    const summary = element('summary', {}, `${title} (${texts.length})`);
    nodes.push(element('details', { class: 'trouble', open: texts.length < 4 }, summary, list(texts)));
  }
  return nodes;
}
