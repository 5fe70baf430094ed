import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HumanError } from '../../src/engine/problem.ts';
import type { RunHead } from '../../src/protocol/dashboard.ts';
import type { Theme } from '../editor/theme.ts';
import { WrittenRun, writeIteration } from '../writtenRun.ts';
import { FakeDashboardHost } from './dashboardHost.ts';
import { type Surface, startWebviewBrowser, type WebviewBrowser } from './webviewBrowser.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-dashboard-page-'));
const started = await startWebviewBrowser();
const skip = typeof started === 'string' ? started : false;
const browser = started as WebviewBrowser;
const cloning = { seed: 1, arm: 'eto', iteration: 0 } as const;
const second = { ...cloning, iteration: 2 } as const;

async function open(host: FakeDashboardHost, theme: Theme = 'dark'): Promise<Surface> {
  return browser.open({
    surface: 'dashboard',
    title: 'Dashboard',
    connect: host.connect,
    theme,
    width: 1280,
    height: 900,
  });
}

/** A run folder with a finished iteration. */
function written(name: string): WrittenRun {
  const run = new WrittenRun(join(root, name));
  writeIteration(run);
  return run;
}

describe('the dashboard', { skip }, () => {
  after(async () => {
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  });

  describe('of a finished run', () => {
    let host: FakeDashboardHost;
    let surface: Surface;
    before(async () => {
      const run = written('finished');
      run.job.end({ status: 'finished', code: 0 });
      host = new FakeDashboardHost(run.folder);
      surface = await open(host);
    });
    after(() => surface.page.close());

    test('has a row an iteration, beside the paper’s columns', async () => {
      const table = surface.page.getByRole('table', { name: 'Results of written by policy and split' });
      await table.waitFor();
      const cells = await table
        .getByRole('row', { name: /^ETO, iteration 1/ })
        .getByRole('cell')
        .allInnerTexts();
      assert.match(cells[0]!, /^80\.0\s+\[49\.\d, 94\.\d\]$/);
      assert.match(cells[4]!, /^\+30\.0\s+\[/);
      assert.deepEqual(cells.slice(-2), ['68.6', '72.4'], 'ALFWorld after one iteration');
      await surface.page.getByRole('checkbox', { name: 'Columns of the paper' }).click();
      assert.equal(await table.getByRole('columnheader', { name: 'WebShop' }).count(), 0);
      await surface.page.getByRole('checkbox', { name: 'Validation split' }).click();
      assert.equal(await table.getByRole('columnheader', { name: 'val', exact: true }).count(), 5);
    });

    test('draws the curves of the latest training and, asked for another, those', async () => {
      const { page } = surface;
      await page.getByRole('slider', { name: 'Chosen and rejected rewards' }).waitFor();
      await page.getByRole('combobox', { name: 'Training' }).click();
      await page.getByRole('option', { name: 'Cloning', exact: true }).click();
      await page.getByRole('slider', { name: 'Accuracy' }).waitFor({ state: 'detached' });
      assert.match(
        (await page.getByRole('slider', { name: 'Loss' }).getAttribute('aria-valuetext'))!,
        /step 30: loss 0\.03333/,
      );
      await surface.reload();
      await page.getByRole('slider', { name: 'Loss' }).waitFor();
      assert.equal(await page.getByRole('slider', { name: 'Accuracy' }).count(), 0, 'the choice outlives a reload');
      await page.getByRole('button', { name: /^Checkpoint ETO, iteration 1/ }).click();
      await page.getByRole('slider', { name: 'Accuracy' }).waitFor();
      assert.deepEqual(host.asked, [], 'a checkpoint leads to its curves');
    });

    test('lets the keyboard read every point of a curve', async () => {
      const { page } = surface;
      const chart = page.getByRole('slider', { name: 'Loss' });
      await chart.focus();
      const value = () => chart.getAttribute('aria-valuetext');
      assert.match((await value())!, /^step 54: /);
      await page.keyboard.press('Home');
      assert.equal(await value(), 'step 1: loss 0.6931');
      await page.keyboard.press('ArrowRight');
      assert.match((await value())!, /^step 2: /);
      await page.keyboard.press('PageUp');
      assert.match((await value())!, /^step 7: /);
      await page.keyboard.press('End');
      assert.match((await value())!, /^step 54: /);
    });

    test('shows every chart as a table too', async () => {
      const { page } = surface;
      const charts = await page.getByRole('figure').count();
      const toggles = page.getByRole('button', { name: /^Table: / });
      assert.equal(await toggles.count(), charts);
      await page.getByRole('button', { name: 'Table: Loss' }).press('Enter');
      const table = page.getByRole('table', { name: 'Loss, 54 points' });
      assert.equal(await table.getByRole('row').count(), 55);
      assert.deepEqual(await surface.accessibilityProblems(), []);
      await page.getByRole('button', { name: 'Table: Loss' }).click();
      await table.waitFor({ state: 'detached' });
    });

    test('opens what a node of the lineage names, in the graph and in the list, by keyboard', async () => {
      const { page } = surface;
      host.asked.length = 0;
      const pairs = page.getByRole('button', { name: /^Pairs ETO, iteration 1/ });
      await page.getByRole('button', { name: /^Checkpoint ETO, iteration 1/ }).focus();
      await page.keyboard.press('ArrowLeft');
      assert.ok(await pairs.evaluate(node => node === document.activeElement));
      assert.equal(await page.locator('.node.traced').count(), 4, 'pairs, exploration, cloned checkpoint, base');
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox', { name: 'As a list' }).click();
      const list = page.getByRole('list', { name: 'Checkpoint, ETO, iteration 1 was made from' });
      await list
        .getByRole('button', { name: /^Exploration/ })
        .first()
        .click();
      assert.deepEqual(host.asked, [
        ['open', { node: 'seed-1/iteration-1/pairs' }],
        ['open', { node: 'seed-1/iteration-1/explore' }],
      ]);
      await page.getByRole('checkbox', { name: 'As a list' }).click();
    });

    test('exports as Markdown, CSV and PNG', async () => {
      const { page } = surface;
      host.asked.length = 0;
      for (const name of ['Export Markdown', 'Export CSV', 'Export Curves CSV', 'Export PNG'])
        await page.getByRole('button', { name }).click();
      for (let tries = 0; tries < 500 && host.asked.length < 4; tries++) await page.waitForTimeout(20);
      assert.deepEqual(host.asked.slice(0, 3), [
        ['export', { format: 'markdown' }],
        ['export', { format: 'csv' }],
        ['export', { format: 'curves' }],
      ]);
      const [name, picture] = host.asked[3]! as [string, { readonly bytes: Readonly<Record<number, number>> }];
      assert.equal(name, 'savePicture');
      assert.deepEqual(
        [0, 1, 2, 3].map(index => picture.bytes[index]),
        [0x89, 0x50, 0x4e, 0x47],
      );
    });

    test('can be read with every theme', async () => {
      for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const) {
        await surface.setTheme(theme);
        await surface.page.waitForTimeout(50);
        assert.deepEqual(await surface.accessibilityProblems(), [], theme);
        await surface.screenshot(`dashboard-${theme}`);
      }
      assert.deepEqual(surface.errors, []);
    });
  });

  test('a run that goes on is followed: its head, its curves, its rows', async () => {
    const run = written('live');
    const running = {
      status: 'running',
      statusText: 'running · train 10/54',
      fraction: 0.5,
      actions: ['stop', 'show'],
    } as const;
    const host = new FakeDashboardHost(run.folder, running);
    run.begin(second, 'train');
    run.train(second, { last: 10 });
    const surface = await open(host);
    const { page } = surface;
    const loss = page.getByRole('slider', { name: 'Loss' });
    await loss.waitFor();
    assert.equal(await page.getByRole('progressbar', { name: 'The whole run' }).getAttribute('value'), '0.5');
    assert.match((await loss.getAttribute('aria-valuetext'))!, /^step 10: /);
    assert.equal(await page.locator('.node.running').innerText(), 'Checkpoint\nETO, iteration 2:\nat work');
    await page.getByRole('button', { name: 'Stop' }).focus();
    run.train(second, { first: 11, last: 20 });
    run.result(second, 9);
    host.change({ statusText: 'running · train 20/54', fraction: 0.7 });
    await page.getByText('running · train 20/54').first().waitFor();
    assert.match((await loss.getAttribute('aria-valuetext'))!, /^step 20: /);
    await page.getByRole('row', { name: /^ETO, iteration 2/ }).waitFor();
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    assert.equal(focused, 'Stop', 'the focus stays where it was');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(50);
    assert.deepEqual(host.asked, [['act', { action: 'stop' }]]);
    run.job.end({ status: 'stopped', code: 130 });
    host.change({ status: 'stopped', statusText: 'stopped just now', actions: ['resume', 'show'] });
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    assert.deepEqual(surface.errors, []);
    await page.close();
  });

  test('alarms are listed in words and lead to the curves that show them', async () => {
    const run = written('alarms');
    run.begin(second, 'train');
    const metrics = {
      loss: () => Math.LN2,
      accuracy: () => 1,
      chosenReward: (step: number) => -0.05 * step,
      rejectedReward: (step: number) => -0.09 * step,
      gradientNorm: (step: number) => (step === 40 ? Number.NaN : 1),
    };
    run.train(second, { last: 54, metrics });
    run.result(second, 0);
    run.job.end({ status: 'finished', code: 0 });
    const host = new FakeDashboardHost(run.folder);
    const surface = await open(host);
    const alarms = surface.page.getByRole('region', { name: /alarms$/ });
    await alarms.waitFor();
    const titles = await alarms.locator('strong').allInnerTexts();
    assert.deepEqual(titles.slice(2), [
      'The loss does not leave log 2 (0.6931)',
      'Not a number',
      'Accuracy 1.0 from step 1 on',
      'Chosen and rejected rewards fall together',
    ]);
    assert.match(titles[0]!, /^Iteration 2 is worse than the one before on seen/);
    await surface.page.getByRole('combobox', { name: 'Training' }).click();
    await surface.page.getByRole('option', { name: 'Cloning', exact: true }).click();
    await surface.page.getByRole('slider', { name: 'Accuracy' }).waitFor({ state: 'detached' });
    await alarms.getByRole('button', { name: /Accuracy 1\.0/ }).click();
    await surface.page.getByRole('slider', { name: 'Accuracy' }).waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await surface.screenshot('dashboard-alarms');
    await surface.page.close();
  });

  test('a run without anything says in words what is to come', async () => {
    const folder = join(root, 'empty');
    mkdirSync(folder);
    const surface = await open(new FakeDashboardHost(folder, { status: 'unknown', statusText: 'no job is recorded' }));
    for (const words of [
      'No policy has been evaluated yet.',
      'Nothing has been trained yet.',
      'Nothing has been made yet.',
    ])
      await surface.page.getByText(words).waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await surface.page.close();
  });

  test('a failure and the problems of its files are told', async () => {
    const run = written('failed');
    run.job.end({ status: 'failed', code: 1, message: 'no' });
    run.write('lineage.json', 'nonsense');
    const failure = { message: 'The server refused the key.', problems: ['contrail.json:3:5: Set MY_KEY.'] };
    const host = new FakeDashboardHost(run.folder, {
      status: 'failed',
      statusText: 'failed',
      failure,
      actions: ['resume'],
    });
    const surface = await open(host);
    await surface.page.getByText('The server refused the key.').waitFor();
    await surface.page.getByText('contrail.json:3:5: Set MY_KEY.').waitFor();
    await surface.page.getByText(/lineage\.json:0:1: It is no JSON/).waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await surface.page.close();
  });

  test('a run that cannot be read says so and is looked at again', async () => {
    const run = written('unreadable');
    run.job.end({ status: 'finished', code: 0 });
    const host = new FakeDashboardHost(run.folder);
    host.failure = new HumanError('Cannot read events.jsonl: permission is denied.');
    const surface = await open(host);
    await surface.page
      .getByRole('alert')
      .getByText(/permission is denied/)
      .waitFor();
    host.failure = undefined;
    await surface.page.getByRole('heading', { name: 'written' }).waitFor();
    assert.equal(await surface.page.getByRole('alert').count(), 0);
    await surface.page.close();
  });

  test('names from strangers are text', async () => {
    const run = written('hostile');
    const evil = '<img src=x onerror="document.title=1">[a](command:b)\u202e';
    run.begin(second, 'train');
    run.train(second, { last: 3, metrics: { [evil]: step => step } });
    run.finish(second, 'train', evil);
    run.job.report({ kind: 'job-note', level: 'warning', message: evil });
    run.job.end({ status: 'finished', code: 0 });
    const head: Partial<RunHead> = { name: '<b>bold</b>', statusText: '<script>1</script>' };
    const surface = await open(new FakeDashboardHost(run.folder, head));
    await surface.page.getByRole('heading', { name: '<b>bold</b>' }).waitFor();
    assert.equal(await surface.page.locator('img, script:not([nonce])').count(), 0);
    await surface.page.getByRole('heading', { name: '<img src=x', level: 3 }).waitFor();
    assert.ok(!(await surface.page.locator('main').innerText()).includes('\u202e'));
    assert.deepEqual(surface.errors, []);
    await surface.page.close();
  });
});
