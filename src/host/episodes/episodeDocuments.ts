import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import { type EpisodeAddress, episodeAddress, episodeScheme } from './episodeUri.ts';
import { type Shown, shownEpisode, shownError } from './shownEpisode.ts';

/** What is known of one document. */
interface Entry {
  /** What the document shows, once VS Code has taken it, with the version that was compared. */
  current?: { readonly shown: Shown; readonly version: number };
  /** What it will show next. */
  next?: Shown;
}

/**
 * The episode documents: gives them their text and everyone else what it was made of, so that no feature reads an
 * episode twice or looks for positions in its text.
 */
export class EpisodeDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #services: Services;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #updated = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #subscriptions: vscode.Disposable[];

  /** The text of a document is another now. */
  readonly onDidChange = this.#changed.event;
  /** A document shows something new: it was opened, has grown, or what stands behind its text has changed. */
  readonly onDidUpdate = this.#updated.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = [
      this.#changed,
      this.#updated,
      vscode.workspace.onDidOpenTextDocument(document => this.#update(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#update(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#entries.delete(uri.toString())),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** For VS Code alone. Never rejects: what cannot be shown is a text that says why. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const entry = this.#entry(uri);
    entry.next ??= await this.#load(uri);
    return entry.next.text;
  }

  /** Reads an episode, so that its document opens at once; returns what it will show. */
  async prepare(uri: vscode.Uri): Promise<Shown> {
    const shown = await this.#load(uri);
    if (this.#open(uri)) this.#replace(uri, shown);
    else this.#entry(uri).next = shown;
    return shown;
  }

  /** Reads an episode again whose file has changed. What was read stays where it cannot be read any more. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const shown = await this.#load(uri);
    if (this.#open(uri) && (shown.kind !== 'missing' || this.#latest(uri)?.kind === 'missing'))
      this.#replace(uri, shown);
  }

  /** What a document shows; undefined for other documents and for the moment in which it changes. */
  shown(document: vscode.TextDocument): Shown | undefined {
    const entry = this.#entries.get(document.uri.toString());
    if (!entry) return undefined;
    if (entry.current?.version === document.version && !document.isClosed) return entry.current.shown;
    if (!entry.next || entry.next.text !== document.getText()) return undefined;
    entry.current = { shown: entry.next, version: document.version };
    return entry.next;
  }

  /** The episode in a document, whose positions are the document's; undefined where it shows none. */
  episode(document: vscode.TextDocument): OpenedEpisode | undefined {
    const shown = this.shown(document);
    return shown?.kind === 'episode' ? shown.opened : undefined;
  }

  #entry(uri: vscode.Uri): Entry {
    const key = uri.toString();
    const entry = this.#entries.get(key) ?? {};
    this.#entries.set(key, entry);
    return entry;
  }

  #latest(uri: vscode.Uri): Shown | undefined {
    const entry = this.#entries.get(uri.toString());
    return entry?.next ?? entry?.current?.shown;
  }

  #open(uri: vscode.Uri): vscode.TextDocument | undefined {
    const key = uri.toString();
    return vscode.workspace.textDocuments.find(document => document.uri.toString() === key);
  }

  #update(document: vscode.TextDocument): void {
    if (document.uri.scheme === episodeScheme && this.shown(document)) this.#updated.fire(document);
  }

  #replace(uri: vscode.Uri, shown: Shown): void {
    const entry = this.#entry(uri);
    const document = this.#open(uri);
    const isSameText = document && shown.text === this.#latest(uri)?.text;
    entry.next = shown;
    if (!isSameText) this.#changed.fire(uri);
    else if (entry.current) {
      entry.current = { ...entry.current, shown };
      this.#updated.fire(document);
    }
  }

  async #load(uri: vscode.Uri): Promise<Shown> {
    try {
      const address = episodeAddress(uri);
      if (!address) throw new HumanError('This address names no episode.');
      return await this.#read(address);
    } catch (error) {
      if (!(error instanceof HumanError)) this.#services.log.error(error instanceof Error ? error : String(error));
      return shownError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #read({ file, id, line, part }: EpisodeAddress): Promise<Shown> {
    const { episodeFiles } = this.#services;
    const path = await provideEpisodes(this.#services, file);
    const key = { path, ...(id !== undefined && { id }), ...(line !== undefined && { line }) };
    if (part) return { kind: 'part', text: await episodeFiles.part({ ...key, part }) };
    return shownEpisode(await episodeFiles.episode({ ...key, observationLines: setting('episode.observationLines') }));
  }
}
