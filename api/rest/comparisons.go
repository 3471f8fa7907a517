package rest

import "backchannel/internal/record"

// listComparisons answers with comparisons.
//
//	@Summary		List comparisons
//	@Description	Coders' judgements of two plans, topic by topic.
//	@ID				listComparisons
//	@Tags			comparisons
//	@Param			list	query		ComparisonList	false	"Which of them, and what is shown"
//	@Success		200		{object}	ComparisonPage	"The comparisons"
//	@Router			/v1/comparisons [get]
func (s *Server) listComparisons(x *exchange) error {
	return s.listRecords(x, record.TypeComparison)
}

// getComparison answers with one comparison.
//
//	@Summary		Get a comparison
//	@Description	One comparison.
//	@ID				getComparison
//	@Tags			comparisons
//	@Param			id		path		string		true	"The comparison's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	ComparisonOne	"The comparison"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/comparisons/{id} [get]
func (s *Server) getComparison(x *exchange) error { return s.getRecord(x, record.TypeComparison) }
