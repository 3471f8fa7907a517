package filter

import (
	"testing"

	"backchannel/internal/record"
)

func TestLinksAreFoundFromBothEnds(t *testing.T) {
	a := leak()
	a.Verification = &record.Verification{Status: "met_with_non_denial"}
	a.Links = []record.Link{{To: "x1", Relation: "repeats"}, {To: "x2", Relation: "supersedes"}, {To: "x2", Relation: "repeats"}}
	a.LinkedFrom = []record.LinkedFrom{{From: "x3", Relation: "non_denial"}, {From: "x4", Relation: "responds_to"}}
	a.Particulars = map[string]record.Particular{"date": {State: "differs"}, "place": {State: "agrees"}, "duration": {State: "single"}}
	check(t, a, map[string]bool{
		"verification=met_with_non_denial":                        true,
		"verification=denied,met_with_non_denial":                 true,
		"verification=denied":                                     false,
		"verification=-denied":                                    true,
		"verification=-met_with_non_denial":                       false,
		"verification=-denied&kind=leak":                          true,
		"verification=met_with_non_denial&verification=-disputed": true,
		"relation=repeats":                                        true,
		"relation=denies":                                         false,
		"relation=denies,supersedes":                              true,
		"relation=-denies":                                        true,
		"relation=-repeats":                                       false,
		"relation=non_denial":                                     false, // another's
		"links_to=x1":                                             true,
		"links_to=x3":                                             false, // from there
		"links_to=x1&links_to=x2":                                 true,
		"links_to=x1&links_to=x3":                                 false,
		"links_to=-x1":                                            false,
		"links_to=-x3":                                            true,
		"links_to=x1&relation=repeats":                            true,
		"links_to=x1&relation=supersedes":                         false, // another link has it
		"links_to=x2&relation=supersedes":                         true,
		"links_to=x1&relation=-repeats":                           false,
		"links_to=x2&relation=-repeats":                           true,
		"links_to=-x1&relation=supersedes":                        true,
		"links_to=-x2&relation=supersedes":                        false,
		"links_to=x1&links_to=x2&relation=repeats":                true,
		"answered=non_denial":                                     true,
		"answered=non_denial&answered=responds_to":                true,
		"answered=repeats":                                        false, // it does so itself
		"answered=-repeats":                                       true,
		"answered=-non_denial,-repeats":                           false,
		"answered=non_denial&relation=repeats":                    true, // of different links
		"contested=date":                                          true,
		"contested=any":                                           true,
		"contested=place":                                         false, // they agree
		"contested=duration":                                      false, // one alone tells
		"contested=place,any":                                     true,
		"contested=-any":                                          false,
		"contested=-place":                                        true,
		"contested=outcome":                                       false,
	})
	check(t, meeting(), map[string]bool{
		"verification=unverified":  false, // no leak
		"verification=-unverified": false,
		"relation=denies":          false,
		"relation=-denies":         true,
		"links_to=-x1":             true,
		"answered=denies":          false,
		"answered=-denies":         true,
		"contested=any":            false,
		"contested=-any":           true,
	})
}
