import './episodes.css';
import type { EpisodesHost, EpisodesPage } from '../../src/protocol/episodesPage.ts';
import { connect, serve } from '../../src/protocol/rpc.ts';
import { defineControls } from '../ui/controls.ts';
import { hostPort, savedState, saveState } from '../ui/host.ts';
import { EpisodesView } from './episodesView.ts';
import { restoredState } from './pageState.ts';

const { api } = connect<EpisodesHost>(hostPort);

async function main(): Promise<never> {
  defineControls();
  const view = new EpisodesView({ api, state: restoredState(savedState()), save: saveState });
  document.getElementById('root')!.append(view.element);
  takeFocus(view);
  const { name, filter } = await api.start(null);
  document.title = name;
  if (filter !== undefined) view.filter(filter);
  serve<EpisodesPage>(hostPort, { filter: async params => view.filter(params.filter) });
  for (;;) {
    await follow(view).catch(error => new Promise<void>(resolve => view.fail(error, resolve)));
  }
}

/** VS Code gives the focus to the page as a whole; its keys are the list's. */
function takeFocus(view: EpisodesView): void {
  const focusList = () => {
    if (document.activeElement === document.body) view.focus();
  };
  window.addEventListener('focus', focusList);
  if (document.hasFocus()) focusList();
}

/** Shows every state of the file, one after the other. */
async function follow(view: EpisodesView): Promise<void> {
  for (let status = await api.status(null); ; status = await api.changed({ version: status.version }))
    view.show(status);
}

void main();
