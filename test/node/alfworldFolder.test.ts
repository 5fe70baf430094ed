import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { worldKind } from '../../src/engine/environments/registry.ts';
import { HumanError } from '../../src/engine/problem.ts';
import type { Split, Step, Turn } from '../../src/engine/trajectory/trajectory.ts';
import { worldPorts } from '../../src/node/worldPorts.ts';
import { kitchen } from '../engine/environments/household/kitchen.ts';

/** A folder with these files; `.gz` files are compressed. */
async function withFiles(files: Readonly<Record<string, string>>, use: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'contrail-alfworld-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
    }
    await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const open = (root: string) => worldKind('alfworld').open({ root, seed: 0 }, worldPorts);
const game = (change: object = {}) => JSON.stringify({ ...kitchen(), ...change });
const { solvable: _, ...undecided } = kitchen();

test("ALFWorld's folders become splits; unsolvable and malformed games are counted", async () => {
  await withFiles(
    {
      'json_2.1.1/train/pick_two-Mug-None-Drawer-1/trial_1/game.tw-pddl': game(),
      'json_2.1.1/train/pick_two-Mug-None-Drawer-1/trial_1/traj_data.json': '{}',
      'json_2.1.1/train/pick_two-Mug-None-Drawer-1/trial_2/game.tw-pddl.gz': game(),
      'json_2.1.1/train/pick_two-Mug-None-Drawer-2/trial_1/game.tw-pddl': game({ solvable: false }),
      'json_2.1.1/train/pick_two-Mug-None-Drawer-2/trial_2/game.tw-pddl': JSON.stringify(undecided),
      'json_2.1.1/train/pick_two-Mug-None-Drawer-3/trial_1/game.tw-pddl': '{"grammar": 1}',
      'json_2.1.1/valid_seen/pick_two-Mug-None-Drawer-1/trial_9/game.tw-pddl': game(),
      'json_2.1.1/valid_unseen/pick_two-Mug-None-Drawer-9/trial_1/game.tw-pddl': game(),
    },
    async root => {
      for (const path of [root, join(root, 'json_2.1.1'), `${root}/`]) {
        const world = open(path);
        const ids = async (split: Split) => (await world.tasks(split)).map(({ id }) => id);
        assert.deepEqual(await ids('train'), [
          'pick_two-Mug-None-Drawer-1/trial_1',
          'pick_two-Mug-None-Drawer-1/trial_2',
        ]);
        assert.equal(world.skipped?.unsolvable, 2);
        const [problem, ...others] = world.skipped?.problems ?? [];
        assert.match(problem?.file ?? '', /Drawer-3\/trial_1\/game\.tw-pddl$/);
        assert.equal(others.length, 2);
        assert.deepEqual(await ids('seen'), ['pick_two-Mug-None-Drawer-1/trial_9']);
        assert.deepEqual(await ids('unseen'), ['pick_two-Mug-None-Drawer-9/trial_1']);
        assert.deepEqual(await ids('val'), []);
      }
      const [seen] = await open(join(root, 'json_2.1.1', 'valid_seen')).tasks('seen');
      assert.deepEqual(seen, {
        environment: 'alfworld',
        split: 'seen',
        id: 'pick_two-Mug-None-Drawer-1/trial_9',
        instruction: 'put two mug in drawer.',
      });
    },
  );
});

test('games held out of training never share a task folder, nor a scene where they are unseen, with training', async () => {
  const folder = (scene: number, object: string) => `json_2.1.1/train/pick_two-${object}-None-Drawer-${scene}`;
  const names = Array.from({ length: 60 }, (_, index) => folder(1 + (index % 12), `Mug${Math.floor(index / 12)}`));
  const files = names.flatMap(name => [`${name}/trial_1/game.tw-pddl`, `${name}/trial_2/game.tw-pddl`]);
  const shares = { unseen: 0.3, seen: 0.2, val: 0.2 };
  const splits = ['train', 'val', 'seen', 'unseen'] as const;
  const read = async (root: string, holdOut: typeof shares) => {
    const world = worldKind('alfworld').open({ root, seed: 0, holdOut }, worldPorts);
    const tasks = await Promise.all(splits.map(async split => [split, await world.tasks(split)] as const));
    return Object.fromEntries(tasks.map(([split, all]) => [split, all.map(({ id }) => id)])) as Record<Split, string[]>;
  };
  await withFiles(Object.fromEntries(files.map(name => [name, game()])), async root => {
    const found = await read(root, shares);
    assert.equal(
      splits.reduce((sum, split) => sum + found[split].length, 0),
      files.length,
    );
    for (const split of splits) assert.ok(found[split].length > 0, split);
    const folders = (split: Split) => new Set(found[split].map(id => id.split('/')[0]!));
    const scenes = (split: Split) => new Set([...folders(split)].map(name => name.split('-').at(-1)!));
    const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter(name => other.has(name));
    for (const one of splits)
      for (const other of splits) if (one !== other) assert.deepEqual(shared(folders(one), folders(other)), []);
    for (const split of ['train', 'val', 'seen'] as const)
      assert.deepEqual(shared(scenes('unseen'), scenes(split)), []);
    assert.ok(shared(scenes('seen'), scenes('train')).length > 0);
    assert.notDeepEqual(found.train, found.train.toSorted(), 'the order is a fair one');
    assert.deepEqual(await read(root, shares), found);
    const world = worldKind('alfworld').open({ root, seed: 0, holdOut: shares }, worldPorts);
    const [task] = await world.tasks('unseen', 1);
    assert.match((await world.create().reset(task!, 1)).text, /Your task is to/);
  });
});

test('a split that the folder has of its own is not taken out of the training games', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `train/pick_two-Mug-None-Drawer-${index + 1}/trial_1/game.tw-pddl`,
      game(),
    ]),
  );
  const own = 'valid_unseen/pick_two-Mug-None-Drawer-99/trial_1/game.tw-pddl';
  await withFiles({ ...files, [own]: game() }, async root => {
    const world = worldKind('alfworld').open(
      { root, seed: 0, holdOut: { unseen: 0.5, seen: 0.2, val: 0 } },
      worldPorts,
    );
    assert.deepEqual(
      (await world.tasks('unseen')).map(({ id }) => id),
      ['pick_two-Mug-None-Drawer-99/trial_1'],
    );
    const [train, seen, val] = await Promise.all((['train', 'seen', 'val'] as const).map(split => world.tasks(split)));
    assert.equal(train!.length + seen!.length, 40);
    assert.ok(seen!.length > 0);
    assert.equal(val!.length, 0);
  });
});

test('a game whose file cannot be read is a problem beside the others', async () => {
  await withFiles({ 'a.tw-pddl': game(), 'torn.tw-pddl.gz': game(), 'z.tw-pddl': game() }, async root => {
    writeFileSync(join(root, 'torn.tw-pddl.gz'), gzipSync(game()).subarray(0, 500));
    const world = open(root);
    assert.deepEqual(
      (await world.tasks('train')).map(({ id }) => id),
      ['a', 'z'],
    );
    assert.match(world.skipped?.problems[0]?.message ?? '', /not a whole gzip file/);
  });
});

test('no more games are read than were asked for', async () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`g${index + 10}.tw-pddl`, game()]));
  await withFiles(files, async root => {
    let read = 0;
    const readText = (path: string) => {
      read++;
      return worldPorts.readText(path);
    };
    const counting = { ...worldPorts, readText };
    const world = worldKind('alfworld').open({ root, seed: 0 }, counting);
    assert.deepEqual(
      (await world.tasks('train', 3)).map(({ id }) => id),
      ['g10', 'g11', 'g12'],
    );
    assert.equal(read, 3);
    assert.equal((await world.tasks('train')).length, 40);
  });
});

test('a flat folder, equal names in it, and a single file', async () => {
  await withFiles({ 'a/one.tw-pddl': game(), 'b/one.tw-pddl': game(), 'two.tw-pddl.gz': game() }, async root => {
    assert.deepEqual(
      (await open(root).tasks('train')).map(({ id }) => id),
      ['a/one', 'b/one', 'two'],
    );
    const world = open(join(root, 'two.tw-pddl.gz'));
    const [task, ...others] = await world.tasks('train');
    assert.deepEqual([task?.id, others.length], ['two', 0]);
    const environment = world.create();
    assert.match((await environment.reset(task!, 0)).text, /^You see a drawer 2, /);
    assert.equal((await environment.step('go to shelf 1')).valid, true);
  });
});

test('what cannot be opened says why', async () => {
  await withFiles({ 'bad.tw-pddl': game({ pddl_problem: '(' }), 'torn.tw-pddl.gz': game() }, async root => {
    writeFileSync(join(root, 'torn.tw-pddl.gz'), gzipSync(game()).subarray(0, 500));
    const reset = (id: string) =>
      open(root).create().reset({ environment: 'alfworld', split: 'train', id, instruction: '' }, 0);
    await assert.rejects(reset('bad'), /bad\.tw-pddl:1:\d+: pddl_problem: Line 1 of this text: .*never closed/);
    await assert.rejects(reset('torn'), /not a whole gzip file/);
    await assert.rejects(reset('none'), /no train game "none"/);
    await assert.rejects(open(join(root, 'nowhere')).tasks('train'), HumanError);
    assert.throws(() => worldKind('alfworld').open({ seed: 0 }, worldPorts), /environment\.root/);
    assert.throws(() => worldKind('alfwrld'), /Did you mean "alfworld"/);
  });
});

test('expert and oracle solve a game from a file, the oracle without searching', async () => {
  await withFiles({ 'supper.tw-pddl': game() }, async root => {
    const world = open(root);
    const [task] = await world.tasks('train');
    const solve = async (oracle: boolean) => {
      const environment = world.create();
      const policy = world.expert!({ oracle });
      const opening = (await environment.reset(task!, 0)).text;
      const steps: Step[] = [];
      for (let done = false; !done && steps.length < 30; ) {
        const signal = new AbortController().signal;
        const turn = await policy.act(
          { task: task!, opening, steps },
          { episode: 'e', seed: 0, temperature: 0, signal },
        );
        assert.equal('halted' in turn, false, JSON.stringify(turn));
        const transition = await environment.step((turn as Turn).action);
        steps.push({ ...(turn as Turn), ...transition });
        done = transition.done;
      }
      assert.equal(steps.at(-1)?.reward, 1);
      return steps.map(({ action }) => action);
    };
    assert.deepEqual(await solve(true), [
      'go to shelf 1',
      'take mug 1 from shelf 1',
      'go to drawer 2',
      'open drawer 2',
      'put mug 1 in/on drawer 2',
    ]);
    await solve(false);
  });
});
