import type { Port } from '../../src/protocol/rpc.ts';

/** What VS Code gives to a page in a webview, once. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

const api = acquireVsCodeApi();

/** The line to the extension. */
export const hostPort: Port = {
  post: message => api.postMessage(message),
  listen(handler) {
    const onMessage = ({ data }: MessageEvent<unknown>) => handler(data);
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  },
};

/** State of the page that outlives its being hidden and a reload of the window; undefined at the first time. */
export function savedState<State>(): State | undefined {
  return (api.getState() as State | null) ?? undefined;
}

/** While the reader scrolls, her place is kept not more often than this; milliseconds. */
const pause = 250;

let timer: ReturnType<typeof setTimeout> | undefined;
let latestState: unknown;

/** Keeps the page's state: navigation and settings of the view, no data. */
export function saveState<State>(state: State): void {
  latestState = state;
  timer ??= setTimeout(keep, pause);
}

function keep(): void {
  clearTimeout(timer);
  timer = undefined;
  api.setState(latestState);
}

// A page that is hidden is gone.
window.addEventListener('pagehide', () => {
  if (timer !== undefined) keep();
});
