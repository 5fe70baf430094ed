/**
 * Lets a test outside VS Code run a function inside its extension host: a development extension of its own that
 * listens on the socket named by CONTRAIL_BRIDGE. Never part of what ships.
 */
const { createServer } = require('node:http');
const { rmSync } = require('node:fs');
const vscode = require('vscode');

exports.activate = () => {
  const socket = process.env.CONTRAIL_BRIDGE;
  if (!socket) return;
  rmSync(socket, { force: true });
  // Never closed: closing removes the socket, which may be the next host's by then.
  createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    try {
      const { source, argument } = JSON.parse(body);
      const value = await new Function(`return (${source})`)()(vscode, argument);
      response.end(JSON.stringify({ value }));
    } catch (error) {
      response.end(JSON.stringify({ error: String(error?.stack ?? error) }));
    }
  }).listen(socket);
};
