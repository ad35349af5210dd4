"""Publishing a quiz of 200 questions in two languages: how long it takes, against writing the same JSON once."""

import json
import time

from benchmarks.server import folder, in_turns, set_up

QUESTIONS = 200


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def make_quiz():
    """Return a quiz that asks 200 questions of four options, half of them fixed and half drawn from their topic."""
    from courses.models import Question, Quiz, Topic

    topic = Topic.objects.create(slug="bench", name_en="Bench", name_sw="Benchi")
    field = Question._meta.get_field("options")
    Question.objects.bulk_create(
        Question(
            key=f"bench-{n}",
            topic=topic,
            text_en=f"What does a conductor do in case {n}?",
            text_sw=f"Kondakta hufanya nini katika kisa cha {n}?",
            options=field.to_python([option(place, n) for place in range(4)]),
        )
        for n in range(QUESTIONS)
    )
    fixed = Question.objects.order_by("pk")[: QUESTIONS // 2]
    parts = [("question", question) for question in fixed]
    quiz = Quiz(slug="bench", title_en="Bench", title_sw="Benchi")
    quiz.parts = [*parts, ("draw", {"topic": topic, "count": 10})]
    quiz.save()
    return quiz


def option(place, n):
    words = f"Answer {place} of question {n}, with enough words to be believed"
    texts = {"text_en": words, "text_sw": words, "why_en": f"{words}, because.", "why_sw": f"{words}, kwa sababu."}
    return {"type": "option", "id": f"bench-{n}-{place}", "value": {**texts, "is_right": place == 0}}


def publish(quiz, turn):
    quiz.title_en = f"Bench {turn}"
    quiz.save_revision().publish()


def main():
    with folder() as here:
        set_up(here)
        quiz = make_quiz()
        turns = iter(range(100))
        publish(quiz, next(turns))
        content = quiz.versions.get().content
        times = in_turns(
            {
                "ours": lambda: seconds(lambda: publish(quiz, next(turns))),
                "floor": lambda: seconds(lambda: json.dumps(content, sort_keys=True)),
            }
        )
        assert len(content["questions"]) == QUESTIONS
        ours, floor = times["ours"], times["floor"]
        print(f"publishing 200 questions: {ours:.3f} s (limit: 1 s, ratio: {ours:.2f})")
        print(f"publishing 200 questions: {ours:.3f} s (writing its JSON: {floor:.4f} s, ratio: {ours / floor:.0f})")


if __name__ == "__main__":
    main()
