import './dashboard.css';
import type { DashboardHost, DashboardSnapshot } from '../../src/protocol/dashboard.ts';
import { connect } from '../../src/protocol/rpc.ts';
import { defineControls } from '../ui/controls.ts';
import { hostPort, savedState, saveState } from '../ui/host.ts';
import { DashboardView } from './dashboardView.ts';
import { initialState, type PageState } from './pageState.ts';

/** Milliseconds until a run that could not be read is looked at again. */
const patience = 3000;

defineControls();
const { api } = connect<DashboardHost>(hostPort);
let state: PageState = { ...initialState, ...savedState<PageState>() };
let follow = new AbortController();

const view = new DashboardView({
  host: api,
  state: () => state,
  change(part) {
    const before = state.training;
    state = { ...state, ...part };
    saveState(state);
    if (state.training !== before) followRun();
  },
});
document.querySelector('#root')!.replaceWith(view.element);
followRun();

/** Shows the run as it is and as it becomes, until the page goes or another training is chosen. */
function followRun(): void {
  follow.abort();
  follow = new AbortController();
  void showChanges(follow.signal);
}

async function showChanges(signal: AbortSignal): Promise<void> {
  let version: number | undefined;
  while (!signal.aborted) {
    try {
      const choice = state.training === undefined ? {} : { training: state.training };
      const snapshot: DashboardSnapshot =
        version === undefined ? await api.snapshot(choice) : await api.changed({ ...choice, version }, signal);
      if (signal.aborted) return;
      version = snapshot.version;
      if (state.run !== snapshot.head.run) {
        state = { ...state, run: snapshot.head.run };
        saveState(state);
      }
      view.show(snapshot);
    } catch (error) {
      if (signal.aborted) return;
      view.fail(error instanceof Error ? error.message : String(error));
      version = undefined;
      await new Promise(resolve => setTimeout(resolve, patience));
    }
  }
}
