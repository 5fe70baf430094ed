import { join } from 'node:path';
import { placeText } from '../engine/iteration/place.ts';
import { type JobNews, jobFiles } from './jobFiles.ts';
import { openLineFile } from './lineFile.ts';

/** Writes what a job reports into its folder: events, numbers and the log. */
export interface JobRecorder {
  /** Throws `HumanError` when the disk refuses; whole lines stand before and after. */
  record(news: JobNews): void;
  /** Adds a line to the log alone. */
  log(text: string): void;
  close(): void;
}

/** Milliseconds between two written reports of progress; the last of a stage is always written. */
const progressInterval = 500;

/** Opens the job's files for appending; a line that a kill tore is cut off first. */
export function openJobRecorder(folder: string): JobRecorder {
  const [events, metrics, log] = [
    openLineFile(join(folder, jobFiles.events)),
    openLineFile(join(folder, jobFiles.metrics)),
    openLineFile(join(folder, jobFiles.log)),
  ];
  let lastProgress = Number.NEGATIVE_INFINITY;
  const isTooSoon = (news: JobNews) => {
    if (news.kind !== 'stage-progress') return false;
    const soon = performance.now() - lastProgress < progressInterval && news.done < news.total;
    if (!soon) lastProgress = performance.now();
    return soon;
  };
  return {
    record(news) {
      if (isTooSoon(news)) return;
      const time = new Date().toISOString();
      const { kind, ...content } = news;
      if (kind === 'stage-metrics') metrics.append(JSON.stringify({ time, ...content }));
      else events.append(JSON.stringify({ time, kind, ...content }));
      const text = newsText(news);
      if (text) log.append(`${time} ${text}`);
    },
    log(text) {
      log.append(`${new Date().toISOString()} ${text}`);
    },
    close() {
      for (const file of [events, metrics, log]) file.close();
    },
  };
}

/** News as a line for people; undefined for what is too frequent to be read. */
export function newsText(news: JobNews): string | undefined {
  switch (news.kind) {
    case 'job-started':
      return `${news.resumed ? 'resumed' : 'started'} by process ${news.pid} on ${news.host}: ${news.command}`;
    case 'job-note':
      return news.level === 'warning' ? `warning: ${news.message}` : news.message;
    case 'job-stopping':
      return `stopping (${news.reason})`;
    case 'job-ended':
      return [news.status, news.message].filter(Boolean).join(': ');
    case 'stage-started':
      return `${placeText(news.place)}: ${news.what}`;
    case 'stage-finished':
      return `${placeText(news.place)}: ${news.summary}${news.reused ? ' (done before)' : ''}`;
    case 'stage-progress':
    case 'stage-metrics':
    case 'result':
      return undefined;
  }
}
