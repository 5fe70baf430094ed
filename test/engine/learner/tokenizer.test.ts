import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { vocabulary } from '../../../src/engine/environments/builtin/vocabulary.ts';
import { canonicalText, joinLexemes, lexemes } from '../../../src/engine/learner/lexeme.ts';
import {
  buildVocabulary,
  specials,
  Tokenizer,
  turnPieces,
  unknownToken,
} from '../../../src/engine/learner/tokenizer.ts';
import { HumanError } from '../../../src/engine/problem.ts';

const alfworld = `-= Welcome to TextWorld, ALFRED! =-

You are in the middle of a room. Looking quickly around you, you see a bed 1, a desk 2, and a drawer 13.

Your task is to: put a clean mug in/on coffeemachine.`;

const turn = 'Thought: I see a mug 1. Now I take it!\nAction: take mug 1 from desk 2';

test("a text over the world's vocabulary comes back as it was", () => {
  const tokenizer = new Tokenizer(vocabulary);
  const text = fc.array(fc.constantFrom(...vocabulary), { maxLength: 40 }).map(joinLexemes);
  fc.assert(
    fc.property(text, text => {
      const { tokens, unknown } = tokenizer.encode(text);
      assert.equal(unknown, 0);
      assert.equal(tokenizer.decode(tokens), text);
    }),
  );
});

test('any vocabulary gives back any text that its words spell, however its phrases overlap', () => {
  const lexeme = fc.constantFrom('a', 'b', 'c', '.', '\n', '12', 'in/on', '.5');
  const words = fc.uniqueArray(fc.array(lexeme, { minLength: 1, maxLength: 3 }).map(joinLexemes), { minLength: 1 });
  const cases = words.chain(words =>
    fc.tuple(fc.constant(words), fc.array(fc.constantFrom(...words)).map(joinLexemes)),
  );
  fc.assert(
    fc.property(cases, ([words, text]) => {
      const tokenizer = new Tokenizer(words);
      const { tokens, unknown } = tokenizer.encode(text);
      assert.equal(unknown, 0);
      assert.equal(tokenizer.decode(tokens), text);
    }),
  );
});

test('any text at all is read without an exception, and its unknown words are counted', () => {
  const tokenizer = new Tokenizer(['mug', 'is']);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const { tokens, unknown } = tokenizer.encode(text);
      assert.equal(tokens.filter(token => token === unknownToken).length, unknown);
      assert.equal(canonicalText(canonicalText(text)), canonicalText(text));
    }),
  );
  assert.deepEqual(tokenizer.encode('a mug is blue.'), { tokens: [1, 4, 5, 1, 1], unknown: 3 });
  assert.equal(tokenizer.decode([1, 4, 99]), '<unknown> mug <unknown>');
});

test('special tokens cannot be written into a text', () => {
  const { tokens } = new Tokenizer(['mug']).encode('<end> mug <begin> <pad>');
  assert.deepEqual(tokens, [unknownToken, 4, unknownToken, unknownToken]);
});

test('of two ways to cut a text the shorter is taken, then the longer first piece', () => {
  const tokenizer = new Tokenizer(['a', 'b', 'c', 'a b', 'b c', 'a b c']);
  const pieces = (text: string) => tokenizer.encode(text).tokens.map(token => tokenizer.pieces[token]);
  assert.deepEqual(pieces('a b c'), ['a b c']);
  assert.deepEqual(pieces('a b b c c'), ['a b', 'b c', 'c']);
  assert.deepEqual(pieces('ab c'), ['<unknown>', 'c']);
});

test('a word that could never be matched is refused with its place', () => {
  for (const [words, message] of [
    [['mug', 'mug'], /Word 2 .* twice/],
    [['mug '], /Word 1 .* must be written "mug"/],
    [[''], /must be written ""/],
    [['<end>'], /special token/],
  ] as const)
    assert.throws(() => new Tokenizer(words), { name: HumanError.name, message });
});

test("ALFWorld's texts come back whole with a vocabulary built from them", () => {
  const words = buildVocabulary([alfworld, turn]);
  const tokenizer = new Tokenizer(words);
  assert.equal(tokenizer.decode(tokenizer.encode(alfworld).tokens), alfworld);
  assert.equal(tokenizer.decode(tokenizer.encode(turn).tokens), turn);
  assert.equal(tokenizer.encode(turn).tokens[0], specials.length + turnPieces.indexOf('Thought:'));
  assert.ok(['13', '.', ',', '\n', 'in/on'].every(word => words.includes(word)));
  assert.deepEqual(buildVocabulary([turn, alfworld]), words);
  assert.equal(buildVocabulary([alfworld], 10).length, 10);
});

test('a silent piece is read and gives no token, wherever a word does not say more', () => {
  const silent = ['You arrive at loc 7.', ', a', 'On the'];
  const tokenizer = new Tokenizer(['desk', '1', '2', 'pen', 'You', 'a', ', you see a', '.'], silent);
  const pieces = (text: string) => tokenizer.encode(text).tokens.map(token => tokenizer.pieces[token]);
  assert.deepEqual(pieces('You arrive at loc 7. On the desk 1, you see a pen 1, a pen 2.'), [
    ...['desk', '1', ', you see a', 'pen', '1', 'pen', '2', '.'],
  ]);
  assert.deepEqual(pieces('You arrive at loc 8.'), ['You', ...Array(3).fill('<unknown>'), '<unknown>', '.']);
  assert.equal(tokenizer.size, specials.length + 8, 'silent pieces take no room in the vocabulary');
  assert.throws(() => new Tokenizer(['a'], ['a']), { name: HumanError.name, message: /Word 2 .* twice/ });
});

test('lexemes are words, closing marks and line ends', () => {
  assert.deepEqual(lexemes('a 1.5,\tb...\r\n.c ?'), ['a', '1.5', ',', 'b', '.', '.', '.', '\n', '.c', '?']);
});
