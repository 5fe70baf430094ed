import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as {
  readonly icon: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category?: string; readonly title?: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription?: string }>>;
    };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly taskDefinitions: readonly { readonly type: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly unknown[] }[];
  };
};
const { commands, configuration, views, customEditors, walkthroughs } = manifest.contributes;
const contributions = readFileSync(join(root, 'src', 'host', 'support', 'contributions.ts'), 'utf8');
const code = readdirSync(join(root, 'src', 'host'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(join(root, 'src', 'host', name), 'utf8'))
  .join('\n');

/** What the first group of `pattern` matches in `source`: each once, sorted. */
function found(source: string, pattern: RegExp): readonly string[] {
  return [...new Set([...source.matchAll(pattern)].map(match => match[1]!))].sort();
}

/** The keys of an interface in `contributions.ts`. */
function keysOf(name: string): readonly string[] {
  const body = new RegExp(`interface ${name} \\{\\n(.*?)\\n\\}`, 's').exec(contributions)?.[1] ?? '';
  return found(body, /^ {2}(?:readonly )?'([\w.]+)':/gm);
}

const declared = commands.map(({ command }) => command).sort();

test('the commands of the manifest are those of the code', () => {
  assert.deepEqual(keysOf('CommandArguments'), declared);
  // That each is registered as well is tested where it can be asked, inside VS Code.
  const named = found(code.replace(contributions, ''), /'(contrail\.\w+)'/g);
  assert.deepEqual(
    declared.filter(command => !named.includes(command)),
    [],
  );
});

test('every command has a category and a title', () => {
  for (const { command, category, title = '' } of commands) {
    assert.equal(category, 'Contrail', command);
    assert.match(title, /^[A-Z](?!.*Contrail)/, command);
  }
});

test('menus, keys, welcome views and the walkthrough name only commands that are there', () => {
  const named = [...found(text, /"command": "(contrail\.\w+)"/g), ...found(text, /command:(contrail\.\w+)/g)];
  assert.deepEqual([...new Set([...named, ...found(text, /onCommand:(contrail\.\w+)/g)])].sort(), declared);
});

test('every setting that is declared is read, and every one that is read is declared', () => {
  const settings = Object.keys(configuration.properties).sort();
  assert.deepEqual(
    keysOf('Settings').map(name => `contrail.${name}`),
    settings,
  );
  const conditions = found(text, /config\.(contrail\.[\w.]+)/g);
  const read = found(code, /\bsetting\('([\w.]+)'\)/g).map(name => `contrail.${name}`);
  assert.deepEqual([...new Set([...conditions, ...read])].sort(), settings);
  for (const [name, { markdownDescription }] of Object.entries(configuration.properties))
    assert.ok(markdownDescription, name);
});

test('conditions name views, editors and context keys that are there', () => {
  const known = [
    ...Object.values(views).flatMap(list => list.map(({ id }) => id)),
    ...customEditors.map(({ viewType }) => viewType),
    ...keysOf('ContextKeys'),
  ];
  const conditions = found(text, /"(?:when|enablement)": "([^"]*)"/g).join('\n');
  const named = found(conditions.replaceAll(/config\.[\w.]+/g, ''), /\b(contrail\.(?!json\b)[\w.]+)/g);
  assert.deepEqual(
    named.filter(name => !known.includes(name)),
    [],
  );
  assert.deepEqual(found(code, /setContext\(\s*'(contrail\.[\w.]+)'/g), keysOf('ContextKeys'));
});

test('nothing starts the extension but its use, and the walkthrough is short', () => {
  // What VS Code does not infer: jobs are found again, and episodes and dashboards come back with their window.
  assert.deepEqual(manifest.activationEvents, [
    'workspaceContains:contrail.json',
    'workspaceContains:**/contrail.json',
    'onWebviewPanel:contrail.dashboard',
    'onFileSystem:contrail-episode',
  ]);
  for (const { steps } of walkthroughs) assert.ok(steps.length <= 5);
});

test('the files that the manifest names are there, and the types are of the oldest VS Code', () => {
  const files = [manifest.icon, ...found(text, /"(?:\.\/)?((?:media|syntaxes)\/[^"]+)"/g)];
  assert.deepEqual(
    files.filter(file => !existsSync(join(root, file))),
    [],
  );
  assert.equal(`^${manifest.devDependencies['@types/vscode']}`, manifest.engines.vscode);
});

test('the package is an allow-list', () => {
  const [first, ...rest] = readFileSync(join(root, '.vscodeignore'), 'utf8').trim().split('\n');
  assert.equal(first, '**');
  for (const line of rest) assert.match(line, /^!/);
});
