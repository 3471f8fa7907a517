package store

import (
	"strconv"
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// roles writes the condition on a participant row's role that a clause asks for.
func (p *planned) roles(c *filter.Clause) (sql string, args []any) {
	if c.Role == nil {
		return "role < " + strconv.Itoa(tookPartBelow), nil
	}
	negated := ""
	if c.Role.Not {
		negated = "NOT "
	}
	for _, v := range c.Role.Among {
		args = append(args, roleNumber(record.ParticipantRole(v)))
	}
	return "role < " + strconv.Itoa(roleNamed) + " AND {r}.role " + negated + "IN (" + marks(len(args)) + ")", args
}

func (p *planned) participant(c *filter.Clause, at int) {
	role, args := p.roles(c)
	switch c.Field {
	case "speaker":
		role, args = "role = ?", []any{roleNumber("speaker")}
	case "about":
		role, args = "role >= "+strconv.Itoa(tookPartBelow), nil
	}
	sql := "{r}." + role
	if c.Representing != nil {
		more, sides := p.representing(c.Representing)
		sql, args = sql+" AND {r}."+more, append(args, sides...)
	}
	nums := p.nums(record.TypeActor, c.Among)
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_actor x WHERE x.actor IN ("+marks(len(nums))+") AND x.skey = {k} AND "+
		strings.ReplaceAll(sql, "{r}", "x")+")", append(append([]any{}, nums...), args...)...)
	p.walk(c, at, "actor", "event_actor d", "d.actor", nums, condition{sql: strings.ReplaceAll(sql, "{r}", "d"), args: args}, true)
}

func (p *planned) representing(choice *filter.Choice) (sql string, args []any) {
	args = p.nums(record.TypeActor, choice.Among)
	if choice.Not {
		return "representing NOT IN (" + marks(len(args)) + ")", args
	}
	return "representing IN (" + marks(len(args)) + ")", args
}

// someParticipant is a role or a side that somebody had, whoever it was.
func (p *planned) someParticipant(c *filter.Clause) {
	var sql string
	var args []any
	if c.Field == "role" {
		for _, v := range c.Among {
			args = append(args, roleNumber(record.ParticipantRole(v)))
		}
		sql = "x.role IN (" + marks(len(args)) + ")"
		if c.Representing != nil {
			more, sides := p.representing(c.Representing)
			sql, args = sql+" AND x."+more, append(args, sides...)
		}
	} else {
		side, sides := p.representing(&filter.Choice{Among: c.Among})
		role, more := p.roles(c)
		sql = "x." + side + " AND x." + strings.ReplaceAll(role, "{r}", "x")
		args = append(sides, more...)
	}
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_actor x WHERE x.skey = {k} AND "+sql+")", args...)
}
