package main

import (
	"fmt"
	"slices"
)

// bar is one line of the first bars: what was reached, and whether that is enough.
type bar struct {
	what    string
	reached float64
	least   bool // reached must not be below limit; else not above it
	limit   float64
	note    string
}

func (b bar) row() []string {
	sign, holds := "≤", b.reached <= b.limit
	if b.least {
		sign, holds = "≥", b.reached >= b.limit
	}
	verdict := "holds"
	if !holds {
		verdict = "**missed**"
	}
	reached := ratio(b.reached)
	if b.reached >= 10 {
		reached = us(b.reached)
	}
	return []string{b.what, reached, fmt.Sprintf("%s %g", sign, b.limit), verdict, b.note}
}

// bars writes the first bars at each size (of five ratios the worst counts), the growth from the smallest size to the largest, and the machine.
func (r *report) bars() {
	var list []bar
	for _, m := range r.all {
		list = append(list, m.bars()...)
	}
	small := slices.MinFunc(r.all, func(a, b *measurement) int { return a.size - b.size })
	large := slices.MaxFunc(r.all, func(a, b *measurement) int { return a.size - b.size })
	if small != large {
		list = append(list, growth(small, large)...)
	}
	var rows [][]string
	for _, b := range list {
		rows = append(rows, b.row())
	}
	fmt.Fprintf(r.out, "### First bars\n\n")
	r.table([]string{"what", "reached", "bar", "", "in parts"}, rows)
	fmt.Fprintln(r.out, "Measured on "+machine()+".")
}

// worst is the least of a ratio over the five sorts of pages, and what it is for each.
func worst(of func(sort string) float64) (least float64, each string) {
	for i, sort := range sorts {
		v := of(sort)
		if i == 0 || v < least {
			least = v
		}
		each += ", " + sort + " " + ratio(v)
	}
	return least, each[2:]
}

func (m *measurement) bars() []bar {
	size := sizeText(m.size) + ": "
	var list []bar
	over := func(what, part, whole string, limit float64) {
		v, each := worst(func(sort string) float64 { return m.median(sort, whole) / m.median(sort, part) })
		list = append(list, bar{size + what, v, true, limit, each})
	}
	over("page ÷ static, one core", onCores(tcpPage, 1), onCores(tcpStatic, 1), 0.10)
	over("page ÷ static, two cores", onCores(tcpPage, 2), onCores(tcpStatic, 2), 0.20)
	over("kept page ÷ static, one core", onCores(tcpKept, 1), onCores(tcpStatic, 1), 0.6)
	over("kept page ÷ static, two cores", onCores(tcpKept, 2), onCores(tcpStatic, 2), 0.6)
	over("304 ÷ answer without events, one core", onCores(tcp304, 1), onCores(tcpNone, 1), 1)
	over("304 ÷ answer without events, two cores", onCores(tcp304, 2), onCores(tcpNone, 2), 1)
	for _, c := range []struct {
		what  string
		limit float64
	}{{settled, 2}, {halfUnsettled, 6}, {snapshot, 3}} {
		http := m.median(clocks, httpOf(c.what)) / m.median(clocks, httpOf(current))
		list = append(list, bar{size + c.what + " ÷ current page", m.median(clocks, c.what) / m.median(clocks, current), false, c.limit,
			"whole answers " + ratio(http)})
	}
	list = append(list,
		bar{size + "first page after the start, s", m.probed.FirstMS / 1000, false, 0.5, ""},
		bar{size + "memory after reads, MiB", float64(m.probed.Own), false, 250, fmt.Sprintf("with the file mapped in %d", m.probed.Resident)})
	return list
}

// growth compares what the same costs at two sizes.
func growth(small, large *measurement) []bar {
	between := sizeText(large.size) + " ÷ " + sizeText(small.size) + ": "
	var list []bar
	for _, sort := range append(slices.Clone(sorts), deepCursor, oneEvent) {
		grown := func(what string) float64 { return large.median(sort, what) / small.median(sort, what) }
		note := "store " + ratio(grown(storePage))
		if small.median(sort, bareSQL) > 0 {
			note += ", bare SQL " + ratio(grown(bareSQL))
		}
		list = append(list, bar{between + sort, grown(httpPage), false, 1.5, note})
	}
	return list
}
