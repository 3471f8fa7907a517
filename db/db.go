// Package db holds what the database is made from: the migrations of each engine and the seed dataset.
// It imports nothing of ours; the store runs the migrations and the program loads the seed.
package db

import "embed"

// Migrations has one folder an engine; files are numbered SQL run by goose, forward only.
//
//go:embed migrations
var Migrations embed.FS

// Seed is the seed dataset: NDJSON, one {"type","record"} a line, our records under CC BY 4.0.
//
//go:embed seed/*.ndjson seed/LICENSE
var Seed embed.FS

// Coverage says how far the seed dataset reaches. It is kept with the data and stands in every answer.
const Coverage = "Putin–Witkoff meetings: complete only to 2026-01-23. Statements, leaks, calls, talks and actions around them: closely from 11 February to 30 April 2025, after that the main ones."
