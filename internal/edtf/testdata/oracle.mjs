// Regenerates the oracle's columns of oracle.tsv with the JavaScript package
// `edtf` (4.11 made the kept table), which is no part of this repository:
//
//     npm install --prefix /some/folder edtf
//     BACKCHANNEL_NODE_MODULES=/some/folder/node_modules node oracle.mjs > new.tsv
//
// Columns, separated by tabs:
//   input    the string
//   oracle   what the package says: valid or invalid
//   min max  its first and last day; ".." where it has none (open and unknown
//            ends alike); "-" if invalid
//   ours     "=" if we agree in all three; else "invalid", or our own
//            "min max"
//   why      where and why we differ; empty exactly where ours is "="
// The last two are kept as they are. Lines that begin with # are comments.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folders = [process.env.BACKCHANNEL_NODE_MODULES, ...(process.env.NODE_PATH ?? '').split(delimiter)]
const require = createRequire(import.meta.url)
const found = folders.filter(Boolean).map(folder => {
  try {
    return require.resolve(join(folder, 'edtf'))
  } catch {
    return null
  }
}).find(Boolean)
if (!found) {
  console.error('the package edtf is not in BACKCHANNEL_NODE_MODULES or NODE_PATH')
  process.exit(3)
}
const { default: edtf } = require(found)

function day(ms) {
  if (ms == null || !isFinite(ms)) return '..'
  return new Date(ms).toISOString().replace(/T.*/, '')
}

function ask(input) {
  try {
    const date = edtf(input)
    return ['valid', day(date.min), day(date.max)]
  } catch {
    return ['invalid', '-', '-']
  }
}

const table = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), 'oracle.tsv')
const lines = readFileSync(table, 'utf8').split('\n').filter(line => line !== '')
for (const line of lines) {
  if (line.startsWith('#')) {
    console.log(line)
    continue
  }
  const [input, , , , ours = '=', why = ''] = line.split('\t')
  console.log([input, ...ask(input), ours, why].join('\t'))
}
