package filter

import (
	"net/url"
	"testing"
)

// read parses a query that has to be good.
func read(t *testing.T, query string) *Filter {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	f, faults := Parse(values, newLibrary())
	if len(faults) > 0 {
		t.Fatalf("query %q: %v", query, faults)
	}
	return f
}

func TestAFilterIsSaidInGoodEnglish(t *testing.T) {
	for query, want := range map[string]string{
		"": "events",
		"kind=meeting&actor=vladimir-putin&actor=steve-witkoff&from=2025-02&to=2025-04": "meetings with Vladimir Putin and Steve Witkoff, February to April 2025",
		"kind=leak&topic=crimea":                     "leaks about Crimea",
		"kind=statement&speaker=dmitry-peskov":       "statements by Dmitry Peskov",
		"kind=-meeting":                              "everything but meetings",
		`q="front lines"&as_of=2025-04-22`:           "events with “front lines” in the text, known by 22 April 2025",
		"kind=meeting,call":                          "calls and meetings",
		"kind=-meeting,-call,-leak":                  "everything but calls, leaks and meetings",
		"kind=meeting,call&kind=-call":               "calls and meetings but not calls",
		"kind=meeting&kind=call,leak":                "meetings that are also calls or leaks",
		"kind=-meeting&actor=vladimir-putin":         "everything but meetings, with Vladimir Putin",
		"actor=vladimir-putin,steve-witkoff":         "events with Steve Witkoff or Vladimir Putin",
		"actor=putin&actor=witkof,marco-rubio":       "events with Vladimir Putin and either Marco Rubio or Steve Witkoff",
		"actor=putin&actor=-witkof,-marco-rubio":     "events with Vladimir Putin but without Marco Rubio or Steve Witkoff",
		"actor=-putin":                               "events without Vladimir Putin",
		"actor=putin&role=host":                      "events with Vladimir Putin as host",
		"actor=putin&actor=witkof&role=host,visitor": "events with Vladimir Putin and Steve Witkoff, each as host or visitor",
		"actor=putin&role=-host":                     "events with Vladimir Putin in another role than host",
		"role=mediator":                              "events with a mediator",
		"role=-mediator,-observer":                   "events without a mediator or an observer",
		"representing=russia&representing=usa":       "events with someone representing Russia and someone representing the United States",
		"representing=russia,usa&role=host":          "events with someone representing Russia or the United States as host",
		"representing=-russia":                       "events without anyone representing Russia",
		"speaker=dmitry-peskov":                      "events with Dmitry Peskov speaking",
		"kind=statement&speaker=dmitry-peskov&topic=crimea&topic=-sanctions&on=2025-04-22": "statements by Dmitry Peskov about Crimea but not about Sanctions, 22 April 2025",
		"kind=statement&speaker=-dmitry-peskov":                                            "statements not by Dmitry Peskov",
		"kind=leak&about=steve-witkoff&topic=crimea,nato":                                  "leaks about Steve Witkoff and either Crimea or NATO",
		"kind=leak&about=united-states":                                                    "leaks about the United States",
		"topic=-sanctions":                                                                 "events not about Sanctions",
		"kind=meeting&actor=putin&country=RU&place=Moscow":                                 "meetings with Vladimir Putin in Moscow, Russia",
		"kind=meeting&actor=putin&actor=witkof&country=RU":                                 "meetings with Vladimir Putin and Steve Witkoff, in Russia",
		"kind=leak&topic=crimea&country=US":                                                "leaks about Crimea, in the United States",
		"country=-RU":                                                                      "events not in Russia",
		"country=QA":                                                                       "events in QA",
		"place=Moscow,Riyadh&place=-Kremlin":                                               "events in Moscow or Riyadh, not in Kremlin",
		"bbox=19,41.5,-170,70":                                                             "events between 41.5°N and 70°N, 19°E and 170°W",
		"source=reuters":                                                                   "events reported by Reuters",
		"source=reuters&source=tass&grade=B1,B2":                                           "events reported by Reuters and TASS (each graded B1 or B2)",
		"source=-tass&min_grade=B2":                                                        "events not reported by TASS (graded B2 or better)",
		"document=s01":                                                                     "events citing “Meeting with Steve Witkoff”",
		"grade=A1,B1":                                                                      "events graded A1 or B1",
		"grade=-F6":                                                                        "events not graded F6",
		"min_grade=B2":                                                                     "events graded B2 or better",
		"status=scheduled&kind=meeting":                                                    "scheduled meetings",
		"status=scheduled,cancelled":                                                       "cancelled or scheduled events",
		"status=occurred&kind=-meeting":                                                    "events that took place other than meetings",
		"status=-cancelled&kind=call&actor=putin":                                          "calls that were not cancelled, with Vladimir Putin",
		"id=2025-04-25-a-b":                                                                "events with the id 2025-04-25-a-b",
		"id=-a1,-a2&kind=call":                                                             "calls other than a1 or a2",
		"q=Crimea OR Krym -sanction*":                                                      "events with “Crimea” or “Krym” but without “sanction…” in the text",
		"q=war Crimea OR Krym&actor=putin":                                                 "events with Vladimir Putin, with “war” and either “Crimea” or “Krym” in the text",
		"from=2025-02":                                                                     "events since February 2025",
		"to=2025":                                                                          "events until 2025",
		"from=2025-04-22&to=2025-04-25":                                                    "events, 22 to 25 April 2025",
		"from=2025-02-28&to=2025-03-03":                                                    "events, 28 February to 3 March 2025",
		"from=2024-12&to=2025-02":                                                          "events, December 2024 to February 2025",
		"from=2024&to=2025":                                                                "events, 2024 to 2025",
		"from=2025-02&to=2025-04-03":                                                       "events, February 2025 to 3 April 2025",
		"on=2025-02/2025-04":                                                               "events, 1 February to 30 April 2025",
		"on=2025-04-25T11:30Z":                                                             "events, 11:30 UTC on 25 April 2025",
		"from=2025-04-25T14:30+03:00&to=2025-04-26":                                        "events, 11:30 UTC on 25 April 2025 to 26 April 2025",
		"on=2025-04&match=certain":                                                         "events, April 2025, certain dates only",
		"known_from=2025-04-21&known_to=2025-04-22":                                        "events first known 21 to 22 April 2025",
		"known_from=2025-04-22&known_to=2025-04-22":                                        "events first known on 22 April 2025",
		"known_to=2025-04-22T12:00:05Z":                                                    "events first known by 12:00:05 UTC on 22 April 2025",
		"as_of=2025-04":                                                                    "events known by 30 April 2025",
		"kind=leak&topic=crimea&verification=met_with_non_denial,denied":                   "leaks about Crimea, denied or met with a non-denial",
		"verification=denied,met_with_non_denial&as_of=2025-04-22":                         "leaks that are denied or met with a non-denial, known by 22 April 2025",
		"verification=unverified&kind=-meeting":                                            "leaks other than meetings, unverified",
		"verification=-unverified,-disputed&source=reuters":                                "leaks that are not disputed or unverified, reported by Reuters",
		"verification=-partially_confirmed&topic=crimea":                                   "leaks about Crimea, not partly confirmed",
		"verification=disputed,disputed_in_part":                                           "leaks that are disputed or partly disputed",
		"verification=withdrawn_by_source&verification=-denied":                            "leaks that are withdrawn by their source but not denied",
		"links_to=x1":                                                                      "events linked to x1",
		"links_to=x1&links_to=-x2,-x3":                                                     "events linked to x1 but not linked to x2 or x3",
		"links_to=x1&relation=denies,non_denial&speaker=dmitry-peskov":                     "events with Dmitry Peskov speaking, linked to x1 as a denial or a non-denial",
		"links_to=x1,x2&relation=-follows":                                                 "events linked to x1 or x2 otherwise than as a sequel",
		"relation=declines_comment&kind=statement&speaker=dmitry-peskov":                   "statements by Dmitry Peskov, linked to another as a refusal to comment",
		"relation=-part_of,-prepares":                                                      "events linked to none as a part of it or a preparation",
		"answered=denies,confirms":                                                         "events answered by a confirmation or a denial",
		"answered=denies&answered=confirms&kind=leak":                                      "leaks answered by a denial and a confirmation",
		"answered=-retracts&kind=leak&topic=crimea":                                        "leaks about Crimea, not answered by a retraction",
		"contested=any&kind=meeting":                                                       "meetings whose accounts differ",
		"contested=any,place":                                                              "events whose accounts differ",
		"contested=-any":                                                                   "events whose accounts do not differ",
		"contested=duration,start_at":                                                      "events whose accounts differ on the duration or the start",
		"contested=place&contested=date&actor=putin":                                       "events with Vladimir Putin, whose accounts differ on the place and the date",
		"contested=characterisation&contested=-end_at,-place&contested=any":                "events whose accounts differ on how it went but do not differ on the end or the place",
	} {
		t.Run(query, func(t *testing.T) {
			if got := read(t, query).Sentence(newLibrary()); got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}
