package rest

import "backchannel/internal/record"

// postTopic enters a topic.
//
//	@Summary	Enter a topic
//	@ID			postTopic
//	@Tags		topics
//	@Param		topic	body		record.Topic	true	"The topic; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	TopicOne	"The topic as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/topics [post]
func (s *Server) postTopic(x *exchange) error { return s.postRecord(x, record.TypeTopic) }

// putTopic makes a topic what the body says.
//
//	@Summary	Replace, enter or restore a topic
//	@ID			putTopic
//	@Tags		topics
//	@Param		id		path		string		true	"The topic's id"
//	@Param		topic	body		record.Topic	true	"The whole topic; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	TopicOne	"The topic as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/topics/{id} [put]
func (s *Server) putTopic(x *exchange) error { return s.putRecord(x, record.TypeTopic) }

// patchTopic changes parts of a topic.
//
//	@Summary	Change a topic
//	@ID			patchTopic
//	@Tags		topics
//	@Param		id		path		string		true	"The topic's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	TopicOne	"The topic as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/topics/{id} [patch]
func (s *Server) patchTopic(x *exchange) error { return s.patchRecord(x, record.TypeTopic) }

// deleteTopic retracts a topic.
//
//	@Summary	Retract a topic
//	@ID			deleteTopic
//	@Tags		topics
//	@Param		id		path		string		true	"The topic's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/topics/{id} [delete]
func (s *Server) deleteTopic(x *exchange) error { return s.deleteRecord(x, record.TypeTopic) }
