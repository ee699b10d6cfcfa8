from directory.needs import SENSITIVE, taxonomy


def test_every_need_belongs_to_an_area_and_areas_keep_their_order():
    needs = taxonomy()

    assert [area.code for area in needs.areas][:3] == ["residence", "housing", "money"]
    assert {need.area for need in needs.needs} == {area.code for area in needs.areas}
    assert sum(len(needs.of_area(area.code)) for area in needs.areas) == len(needs.needs)


def test_sensitive_needs_are_needs_and_a_doctor_is_not_one_of_them():
    needs = taxonomy()

    assert all(code in needs for code in SENSITIVE)
    assert needs["health.uninsured"].sensitive
    assert not needs["health.doctor"].sensitive


def test_a_need_knows_its_law_and_whether_it_is_a_crisis():
    assert taxonomy()["safety.suicide"].crisis
    assert taxonomy()["work.recognition"].law == ()
    assert taxonomy()["residence.legal_advice"].law == ("AufenthG", "AsylG")
