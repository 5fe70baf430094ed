/**
 * Looks at Contrail in the real workbench, in one line, from the repository's root, after `npm run build`:
 *
 *   node test/editor/look.ts <workspace> [step…] --out picture.png [--theme dark,light,high-contrast,high-contrast-light]
 *
 * The steps are done in the order in which they stand:
 *   --file <path>[#<viewType>]   opens a file, in a custom editor if one is named: runs/a.jsonl#contrail.episodes
 *   --command '<id> [JSON]'      runs a command by id with one optional argument; prints what it returns
 *   --palette <title>            runs a command by its title in the command palette
 *   --keys <key>                 presses a key or chord, in Playwright's words: Enter, Control+Shift+P, j
 *   --type <text>                types text where the focus is
 *   --click <text>               clicks what shows this text, in the workbench or in a webview
 *   --text <text>                waits until this text is to be seen, in the workbench or in a webview
 *   --eval '<statements>'        runs JavaScript in the extension host, with `vscode`; prints what it returns
 *   --wait <ms>                  waits
 *   --shot <path.png>            takes a picture now
 * Other options: --untrusted (Restricted Mode), --settings '<JSON>', --log (prints Contrail's log at the end),
 * --env NAME=value, --size 1440x900. At the end a picture is taken for each theme; with several, `--out a.png` makes
 * `a-dark.png`, `a-light.png`, …
 */
import { parseArgs } from 'node:util';
import { HumanError } from '../../src/engine/problem.ts';
import { findEditor } from './editor.ts';
import { type Theme, themeNames } from './theme.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

type Step = (workbench: Workbench, value: string) => Promise<unknown>;

const steps: Readonly<Record<string, Step>> = {
  file: async (workbench, value) => {
    const [path, viewType] = value.split('#') as [string, string?];
    await workbench.open(path, viewType);
  },
  command: async (workbench, value) => {
    const [, id, json] = /^(\S+)\s*(.*)$/s.exec(value) as unknown as [string, string, string];
    return workbench.command(id, ...(json ? [JSON.parse(json)] : []));
  },
  palette: (workbench, value) => workbench.palette(value),
  keys: (workbench, value) => workbench.page.keyboard.press(value),
  type: (workbench, value) => workbench.page.keyboard.type(value),
  click: async (workbench, value) => (await workbench.shown(value)).click(),
  text: async (workbench, value) => void (await workbench.shown(value)),
  eval: (workbench, value) =>
    workbench.call(
      (vscode, code) => new Function('vscode', `return (async () => { ${code} })()`)(vscode) as Promise<unknown>,
      value,
    ),
  wait: (workbench, value) => workbench.page.waitForTimeout(Number(value)),
  shot: (workbench, value) => workbench.page.screenshot({ path: value }),
};

const { positionals, values, tokens } = parseArgs({
  allowPositionals: true,
  tokens: true,
  options: {
    ...Object.fromEntries(Object.keys(steps).map(name => [name, { type: 'string', multiple: true } as const])),
    out: { type: 'string' },
    theme: { type: 'string', default: 'dark' },
    settings: { type: 'string', default: '{}' },
    env: { type: 'string', multiple: true, default: [] },
    size: { type: 'string', default: '1440x900' },
    untrusted: { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
  },
});
const themes = values.theme.split(',').map(name => {
  if (name in themeNames) return name as Theme;
  throw new HumanError(`There is no theme ${name}; there are ${Object.keys(themeNames).join(', ')}.`);
});
const workbench = await openWorkbench({
  editor: await findEditor(),
  ...(positionals[0] && { workspace: positionals[0] }),
  trusted: !values.untrusted,
  theme: themes[0]!,
  settings: JSON.parse(values.settings) as Record<string, unknown>,
  environment: Object.fromEntries(values.env.map(pair => pair.split(/=(.*)/s).slice(0, 2))) as Record<string, string>,
});
try {
  const [width, height] = values.size.split('x').map(Number) as [number, number];
  await workbench.page.setViewportSize({ width, height });
  for (const token of tokens) {
    const step = token.kind === 'option' && steps[token.name];
    if (!step) continue;
    const result = await step(workbench, token.value!);
    if (result !== undefined && !Buffer.isBuffer(result)) console.log(JSON.stringify(result, undefined, 2));
  }
  for (const theme of values.out ? themes : []) {
    await workbench.setTheme(theme);
    await workbench.page.waitForTimeout(400);
    const path = themes.length === 1 ? values.out! : values.out!.replace(/(\.png)?$/, `-${theme}.png`);
    await workbench.page.screenshot({ path });
    console.log(path);
  }
} catch (error) {
  process.exitCode = 1;
  const path = `${(values.out ?? 'look').replace(/\.png$/, '')}-failed.png`;
  await workbench.page.screenshot({ path });
  console.error(`A step failed; the window at that moment: ${path}`);
  console.error(error instanceof HumanError ? error.message : error);
} finally {
  if (values.log) console.log(workbench.log());
  await workbench.close();
}
