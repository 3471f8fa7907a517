package rest

import "backchannel/internal/record"

// listTopics answers with topics.
//
//	@Summary		List topics
//	@Description	The issues under negotiation, in a tree.
//	@ID				listTopics
//	@Tags			topics
//	@Param			list	query		TopicList	false	"Which of them, and what is shown"
//	@Success		200		{object}	TopicPage	"The topics"
//	@Router			/v1/topics [get]
func (s *Server) listTopics(x *exchange) error {
	return s.listRecords(x, record.TypeTopic)
}

// getTopic answers with one topic.
//
//	@Summary		Get a topic
//	@Description	One topic.
//	@ID				getTopic
//	@Tags			topics
//	@Param			id		path		string		true	"The topic's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	TopicOne	"The topic"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/topics/{id} [get]
func (s *Server) getTopic(x *exchange) error { return s.getRecord(x, record.TypeTopic) }
