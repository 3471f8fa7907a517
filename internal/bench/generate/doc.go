// Package generate makes datasets of any size that look like the real ones: a few thousand actors of
// very unequal fame, topics in a tree, sources and documents that appear days after what they report,
// events over thirty years that are mostly dated to the day and told in a few thousand words of very
// unequal frequency. Every record is a function of the seed, the size and its own number, so that the
// same options give the same records, and any one of them can be made without the others.
//
// World makes the records, Fill writes them through store.Write, Open keeps databases for the next time.
package generate
