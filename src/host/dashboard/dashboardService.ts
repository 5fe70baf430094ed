import {
  type DashboardHost,
  type ExportFormat,
  exportFormats,
  type JobAction,
  type TrainingChoice,
} from '../../protocol/dashboard.ts';
import type { DashboardRun } from './dashboardRun.ts';

/** What the page can have done in the editor. */
export interface DashboardActions {
  act(action: JobAction): Promise<void>;
  open(node: string): Promise<void>;
  export(format: ExportFormat): Promise<void>;
  savePicture(bytes: Uint8Array): Promise<void>;
}

/** The largest picture that a page may send, in bytes. */
const largestPicture = 64 * 1024 * 1024;

/** Answers the page of one run: it can ask about that run alone. What it sends is looked at first. */
export function dashboardService(run: DashboardRun, actions: DashboardActions): DashboardHost {
  // A page that is loaded anew ends what its predecessor still waited for.
  let page = new AbortController();
  return {
    async snapshot(params) {
      page.abort();
      page = new AbortController();
      return run.snapshot(checkedChoice(params));
    },
    changed: async ({ version, ...choice }, signal) => {
      if (!Number.isSafeInteger(version)) wrong(version);
      return run.after(version, checkedChoice(choice), AbortSignal.any([signal, page.signal]));
    },
    act: ({ action }) => actions.act(checkedOneOf(['stop', 'resume', 'show'], action)),
    open: ({ node }) => actions.open(typeof node === 'string' ? node : wrong(node)),
    export: ({ format }) => actions.export(checkedOneOf(exportFormats, format)),
    savePicture: ({ bytes }) => actions.savePicture(checkedPicture(bytes)),
  };
}

function checkedChoice({ training }: TrainingChoice): TrainingChoice {
  if (training === undefined) return {};
  return typeof training === 'string' ? { training } : wrong(training);
}

function checkedOneOf<T extends string>(words: readonly T[], word: T): T {
  return words.includes(word) ? word : wrong(word);
}

/** Only a PNG is written under the name of one. */
function checkedPicture(bytes: unknown): Uint8Array {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const isPicture =
    bytes instanceof Uint8Array &&
    bytes.length <= largestPicture &&
    signature.every((byte, index) => bytes[index] === byte);
  return isPicture ? bytes : wrong('bytes that are no PNG');
}

function wrong(what: unknown): never {
  throw new TypeError(`The page sent what it must not: ${JSON.stringify(what)}.`);
}
