import { z } from 'zod';
import { oneOf, requiredLines, typed } from '../forms/fields.js';
import { MOST_MESSAGE } from './message.rules.js';
import { FORMATS, TOPICS_TO_WRITE } from './message-thread.entity.js';

const words = requiredLines('messages:form.enterWords', MOST_MESSAGE);

export const replyForm = z.object({ words });

/** @param persons the ids of whom it can be about; with one alone nobody is asked */
export const newMessageForm = (persons: readonly string[]) =>
  z.object({ person: aboutOneOf(persons), topic: oneOf(TOPICS_TO_WRITE, 'messages:form.chooseTopic'), words });

/** Something we sent or show is asked for in another format. */
export const formatForm = (persons: readonly string[]) =>
  z.object({ person: aboutOneOf(persons), format: oneOf(FORMATS, 'messages:form.chooseFormat'), words });

export const officeForm = z.object({ topic: oneOf(TOPICS_TO_WRITE, 'messages:form.chooseTopic'), words });

const aboutOneOf = (persons: readonly string[]) =>
  typed()
    .transform((value) => (persons.length === 1 ? (persons[0] ?? '') : value))
    .refine((value) => persons.includes(value), 'messages:form.choosePerson');
