import { SingleBar } from 'cli-progress';
import { placeText } from '../engine/iteration/place.ts';
import type { JobNews } from '../node/jobFiles.ts';
import { newsText } from '../node/jobRecorder.ts';

/** Shows a person what a job reports. */
export interface Progress {
  show(news: JobNews): void;
  /** Takes the bar away, so that other text can follow. */
  close(): void;
}

type Terminal = NodeJS.WriteStream & { isTTY?: boolean };

/** Milliseconds between two lines of progress where there is no terminal to draw a bar on. */
const lineInterval = 10_000;

/** Progress on a stream, standard error by default: a bar with the time left on a terminal, now and then a line elsewhere. */
export function openProgress(stream: Terminal = process.stderr): Progress {
  const meter = stream.isTTY ? barOn(stream) : linesOn(stream);
  return {
    show(news) {
      if (news.kind === 'stage-progress') meter.update(news);
      // The command itself tells how it started and how it ended.
      const isKnown = news.kind === 'job-ended' || (news.kind === 'job-started' && !news.resumed);
      const text = isKnown ? undefined : newsText(news);
      if (!text) return;
      meter.clear();
      stream.write(`${text}\n`);
    },
    close: meter.clear,
  };
}

type StageProgress = Extract<JobNews, { kind: 'stage-progress' }>;

interface Meter {
  update(progress: StageProgress): void;
  clear(): void;
}

function barOn(stream: Terminal): Meter {
  let bar: SingleBar | undefined;
  return {
    update({ place, stage, done, total, note = '' }) {
      if (!bar) {
        bar = new SingleBar({
          stream,
          format: ' {bar} {value}/{total}, {eta_formatted} left  {label} {note}',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 30,
          clearOnComplete: true,
          gracefulExit: false,
          etaBuffer: 50,
        });
        bar.start(total, done, { label: `${placeText(place)}, ${stage}`, note });
      }
      bar.setTotal(total);
      bar.update(done, { note });
    },
    clear() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function linesOn(stream: Terminal): Meter {
  let last = performance.now();
  return {
    update({ done, total, note }) {
      if (performance.now() - last < lineInterval) return;
      last = performance.now();
      stream.write(`  ${done} of ${total}${note ? `, ${note}` : ''}\n`);
    },
    clear() {
      last = performance.now();
    },
  };
}
