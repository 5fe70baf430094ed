import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerAdmissibleHovers } from './admissibleHovers.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { EpisodeDocuments } from './episodeDocuments.ts';
import { registerEpisodeFileSystem } from './episodeFileSystem.ts';
import { registerFolding } from './folding.ts';
import { followFiles } from './growth.ts';
import { registerHovers } from './hovers.ts';
import { registerInlayHints } from './inlayHints.ts';
import { registerLenses } from './lenses.ts';
import { registerLinks } from './links.ts';
import { registerMarks } from './marks.ts';
import { registerNavigation } from './navigation.ts';
import { registerOpenEpisode } from './openEpisode.ts';
import { registerPositionItem } from './positionItem.ts';
import { registerSemanticTokens } from './semanticTokens.ts';
import { registerSymbols } from './symbols.ts';

/** Episodes as text documents, and everything that an editor knows to do with one. */
export function registerEpisodes(services: Services): vscode.Disposable {
  const documents = new EpisodeDocuments(services);
  return vscode.Disposable.from(
    documents,
    registerEpisodeFileSystem(documents),
    followFiles(documents),
    registerFolding(documents),
    registerSymbols(documents),
    registerLinks(documents),
    registerHovers(services, documents),
    registerAdmissibleHovers(services, documents),
    registerLenses(documents),
    registerInlayHints(services, documents),
    registerSemanticTokens(documents),
    registerMarks(documents),
    registerDiagnostics(documents),
    registerPositionItem(documents),
    registerNavigation(services, documents),
    registerOpenEpisode(services, documents),
  );
}
