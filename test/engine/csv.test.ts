import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv } from '../../src/engine/csv.ts';

test('quotes what has to be quoted, and doubles quotes', () => {
  assert.equal(csv([['a', 'b,c', 'd"e', 'f\ng', '', 'ü']]), 'a,"b,c","d""e","f\ng",,ü\r\n');
});

test('numbers stay numbers; what is none is empty', () => {
  assert.equal(csv([[1, -0.5, 1e-7, Number.NaN, Number.POSITIVE_INFINITY, null]]), '1,-0.5,1e-7,,,\r\n');
});

test('text is no formula to a spreadsheet', () => {
  assert.equal(csv([['=1+1', '+a', '-b', '@c', '\td', 'e=']]), "'=1+1,'+a,'-b,'@c,'\td,e=\r\n");
  assert.equal(csv([['=HYPERLINK("x","y")']]), '"\'=HYPERLINK(""x"",""y"")"\r\n');
});
