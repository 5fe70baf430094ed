import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';
import { episodeKey } from './episodeKey.ts';
import { type EpisodeAddress, episodeAddress, episodeScheme, episodeUri } from './episodeUri.ts';
import { fileState } from './fileState.ts';
import { type Shown, shownEpisode, shownError } from './shownEpisode.ts';

/** What was read of one episode or part. */
export interface EpisodeContent {
  readonly shown: Shown;
  /** When it was read, in milliseconds since 1970; later for every other text of one document. */
  readonly since: number;
  /** How its file was then (`fileState`). */
  readonly state: string;
}

interface Entry {
  /** When it was first asked for, in milliseconds since 1970. */
  readonly at: number;
  /** What the document shows next, or shows already. */
  latest: Promise<EpisodeContent>;
  /** What it shows, with the version of the document that was compared with it. */
  current?: { readonly shown: Shown; readonly version: number };
}

/** Milliseconds that something read may wait for its document to open; then it is read again. */
const patience = 2000;

/**
 * What the open episode documents show: their text for VS Code and, for everyone else, what it was made of. No feature
 * reads an episode twice or looks for positions in its text.
 */
export class EpisodeDocuments implements vscode.Disposable {
  readonly #services: Services;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #updated = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #subscriptions: vscode.Disposable;

  /** The text of an open document is another now. */
  readonly onDidChange = this.#changed.event;
  /** A document shows something new: it was opened, has grown, or what stands behind its text has changed. */
  readonly onDidUpdate = this.#updated.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#updated,
      vscode.workspace.onDidOpenTextDocument(document => this.#update(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#update(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#entries.delete(uri.toString())),
    );
    // An extension host that starts anew finds documents that are open already.
    for (const document of vscode.workspace.textDocuments) void this.#update(document);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** What a document is to show. Never rejects: where nothing can be read, it says why. */
  async content(uri: vscode.Uri): Promise<EpisodeContent> {
    const latest = await this.#entries.get(uri.toString())?.latest;
    if (latest && (openDocument(uri) || Date.now() - latest.since < patience)) return latest;
    return this.#read(uri);
  }

  /** Reads an episode that is about to be opened; returns its document's URI, which is one however it was named. */
  async prepare(address: EpisodeAddress): Promise<{ readonly uri: vscode.Uri; readonly shown: Shown }> {
    const asked = episodeUri(address);
    const loading = this.#load(asked);
    // Whoever opens this very URI meanwhile gets what is being read.
    if (!openDocument(asked)) this.#entries.set(asked.toString(), { at: Date.now(), latest: loading });
    const content = await loading;
    const { shown } = content;
    const { id = address.id, line } = shown.kind === 'episode' ? shown.opened : address;
    const uri = episodeUri({ ...address, ...(id !== undefined && { id }), ...(line !== undefined && { line }) });
    if (openDocument(uri)) await this.#replace(uri, content);
    else this.#entries.set(uri.toString(), { at: Date.now(), latest: Promise.resolve(content) });
    return { uri, shown };
  }

  /** Reads those of the documents of one file again that were read when the file was in another state. */
  async refreshStale(uris: readonly vscode.Uri[], state: string): Promise<void> {
    for (const uri of uris) {
      const entry = this.#entries.get(uri.toString());
      if (entry && (await entry.latest).state !== state) await this.refresh(uri);
    }
  }

  /** Reads an episode again. What is shown stays where it cannot be read any more. */
  async refresh(uri: vscode.Uri): Promise<void> {
    await this.#replace(uri, await this.#load(uri));
  }

  /** What a document shows; undefined for other documents and for the moment in which it changes. */
  shown(document: vscode.TextDocument): Shown | undefined {
    const current = this.#entries.get(document.uri.toString())?.current;
    return current?.version === document.version ? current.shown : undefined;
  }

  /** The episode in a document, whose positions are the document's; undefined where it shows none. */
  episode(document: vscode.TextDocument): OpenedEpisode | undefined {
    const shown = this.shown(document);
    return shown?.kind === 'episode' ? shown.opened : undefined;
  }

  /** As `episode`, also where VS Code asks for a document's features before it has told that the document is open. */
  async opened(document: vscode.TextDocument): Promise<OpenedEpisode | undefined> {
    if (!this.shown(document)) this.#settle(document, (await this.content(document.uri)).shown);
    return this.episode(document);
  }

  async #update(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== episodeScheme || !episodeAddress(document.uri)) return;
    const { shown } = await this.content(document.uri);
    if (this.#settle(document, shown)) this.#updated.fire(document);
  }

  /** Notes that a document shows this, if its text says so. */
  #settle(document: vscode.TextDocument, shown: Shown): boolean {
    const entry = this.#entries.get(document.uri.toString());
    if (!entry || document.isClosed || shown.text !== document.getText()) return false;
    entry.current = { shown, version: document.version };
    return true;
  }

  /** Shows something else in an open document. */
  async #replace(uri: vscode.Uri, content: EpisodeContent): Promise<void> {
    const entry = this.#entries.get(uri.toString());
    const document = openDocument(uri);
    if (!entry || !document) return;
    const before = await entry.latest;
    const { shown } = content;
    if (shown.kind === 'missing' && before.shown.kind !== 'missing')
      entry.latest = Promise.resolve({ ...before, state: content.state });
    else if (shown.text !== before.shown.text) {
      entry.latest = Promise.resolve({ ...content, since: Math.max(content.since, before.since + 1) });
      this.#changed.fire(uri);
    } else {
      entry.latest = Promise.resolve({ ...content, since: before.since });
      if (this.#settle(document, shown)) this.#updated.fire(document);
    }
  }

  #read(uri: vscode.Uri): Promise<EpisodeContent> {
    const at = Date.now();
    const open = new Set(vscode.workspace.textDocuments.map(document => document.uri.toString()));
    for (const [key, entry] of this.#entries) if (!open.has(key) && at - entry.at > patience) this.#entries.delete(key);
    const latest = this.#load(uri);
    this.#entries.set(uri.toString(), { at, latest });
    return latest;
  }

  async #load(uri: vscode.Uri): Promise<EpisodeContent> {
    const address = episodeAddress(uri);
    // Looked at before it is read: what is added meanwhile makes another state.
    const state = address ? await fileState(address.file) : '';
    const shown = await this.#show(address);
    return { shown, since: Date.now(), state };
  }

  async #show(address: EpisodeAddress | undefined): Promise<Shown> {
    try {
      if (!address) throw new HumanError('This address names no episode.');
      return await this.#ask(address);
    } catch (error) {
      if (!(error instanceof HumanError)) this.#services.log.error(error instanceof Error ? error : String(error));
      return shownError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #ask({ part, against, ...address }: EpisodeAddress): Promise<Shown> {
    const { episodeFiles } = this.#services;
    const key = await episodeKey(this.#services, address);
    if (part) return { kind: 'part', text: await episodeFiles.part({ ...key, part }) };
    const display = {
      observationLines: setting('episode.observationLines'),
      ...(against && { against: { ...(await episodeKey(this.#services, against)), side: against.side } }),
    };
    return shownEpisode(await episodeFiles.episode({ ...key, ...display }));
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === key);
}
