import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import type { Trajectory } from '../../src/engine/trajectory/trajectory.ts';
import { episode, step } from '../engine/episodes.ts';

/** What acts where it is not shown as text: links, HTML, commands, icons, terminal codes, and what turns text around. */
export const acting =
  '[click](command:contrailTests.canary) <a href="command:contrailTests.canary">x</a> command:contrailTests.canary ' +
  '<img src=x onerror="location=1"> </script><script>location=1</script> `````\n```\n$(error) ' +
  '\u001b[31mred\u001b]8;;http://x.test\u0007link\u0007 \u202eevil\u2066 \u0000\u0008\u200b ![x](http://x.test/x.png)';

/** A line of a file of episodes. */
function line(trajectory: Trajectory): string {
  return encodeTrajectory(trajectory);
}

const good = line(episode({ id: 'good', reward: 1 }));

/** An episode of which every text acts. */
const hostile = line(
  episode({
    id: `hostile ${acting}`,
    task: { id: acting, instruction: acting, environment: acting },
    opening: acting,
    policy: acting,
    steps: [step(`!${acting}`, acting, { thought: acting, text: acting, reasoning: acting }), step('look', acting)],
  }),
);

/** Files by name: their lines, and how many of those are no episodes. */
export const files = {
  'picture.trajectories.jsonl': { lines: ['\u0089PNG\r', '\u001a', '\u0000\u0000\u0000\rIHDR'], malformed: 3 },
  'prose.trajectories.jsonl': { lines: ['Dear reader,', '<html><script>alert(1)</script></html>'], malformed: 2 },
  'half.trajectories.jsonl': { lines: [good, good.slice(0, -30)], malformed: 1 },
  'acting.trajectories.jsonl': { lines: [hostile, `{"${acting.replaceAll('\n', ' ')}`, good], malformed: 1 },
  'absent.trajectories.jsonl': {
    lines: [
      '{}',
      'null',
      '[]',
      '42',
      '{"schema_version":"ATIF-v1.8"}',
      '{"schema_version":"ATIF-v1.8","agent":{"name":"a","version":"1"},"steps":[{"source":"agent"}]}',
      '{"schema_version":"ATIF-v99","agent":{"name":"a"},"steps":[]}',
    ],
    malformed: 7,
  },
  'other.trajectories.jsonl': {
    lines: [
      '{"conversations":[{"from":"human","value":"hello"},{"from":"gpt","value":"hello"}]}',
      '{"messages":[{"role":"user","content":"hello"}]}',
      '{"version":2,"status":"success","eval":{"task":"x"}}',
      '{"format":"contrail-pair-1","id":"x"}',
    ],
    malformed: 4,
  },
} as const satisfies Readonly<Record<string, { readonly lines: readonly string[]; readonly malformed: number }>>;

/** Writes the files, and around them what claims to be a run and an experiment. */
export function writeHostileFiles(workspace: string): void {
  for (const [name, { lines }] of Object.entries(files)) {
    writeFileSync(join(workspace, name), `${lines.join('\n')}${name.startsWith('half') ? '' : '\n'}`);
  }
  const run = join(workspace, 'runs', 'no\u202erun [x](command:contrailTests.canary)');
  mkdirSync(join(run, 'seed-1', 'iteration-1', 'explore'), { recursive: true });
  for (const [name, text] of [
    [join(workspace, 'contrail.json'), `{ "name": "../../${acting.slice(0, 60)}", "seeds": `],
    [join(run, 'job.json'), '{"command": '],
    [join(run, 'report.json'), '{"rows": 7}'],
    [join(run, 'lineage.json'), 'null'],
    [join(run, 'events.jsonl'), 'torn'],
    [join(run, 'metrics.jsonl'), '{"loss": "NaN"}\n{'],
    [join(run, 'seed-1', 'iteration-1', 'explore', 'episodes.trajectories.jsonl'), `${hostile}\n`],
  ] as const) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, text);
  }
}

const megabyte = 1 << 20;

/** A file of an ordinary episode, one whose observation is 100 MB long, 100 MB that are no episode, and an ordinary one. */
export function writeLongLines(path: string): void {
  const handle = openSync(path, 'w');
  const mark = 'the-long-one';
  const [before, after] = line(episode({ id: 'long', steps: [step('read', mark)] })).split(mark) as [string, string];
  const long = () => {
    const part = Buffer.alloc(megabyte, 'many words and ');
    for (let written = 0; written < 100; written++) writeSync(handle, part);
  };
  writeSync(handle, `${good}\n${before}`);
  long();
  writeSync(handle, `${after}\n`);
  long();
  writeSync(handle, `\n${good.replace('"good"', '"last"')}\n`);
  closeSync(handle);
}
