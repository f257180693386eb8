"""Invented sentences about two countries: what is read in them should not hang on which countries they are.

``{a}`` and ``{b}`` are the countries, ``{A}`` and ``{B}`` their adjectives, ``{As}`` and ``{Bs}`` their
people, ``{Ca}`` and ``{Cb}`` their capitals, ``{La}`` and ``{Lb}`` their presidents by full name. None is
from an article.
"""

from __future__ import annotations

PATTERNS = (
    "{a} recalled its ambassador from {b} on Monday.",
    "{a} has accused {b} of sheltering the men who bombed its consulate.",
    "The {A} foreign minister met his {B} counterpart in {Cb} on Thursday.",
    "{A} troops crossed into {b} before dawn and seized two border posts.",
    "President {La} of {a} will travel to {Cb} next month for talks with President {Lb}.",
    "{Ca} rejected a {B} proposal for joint patrols of the strait.",
    "Three {As} were arrested by {B} police in {Cb} on charges of spying.",
    "The {A} parliament voted on Tuesday to impose sanctions on {b}.",
    "{b} said {A} warplanes had bombed a village near the frontier, killing four people.",
    "{a} denied that its soldiers had fired on a {B} fishing boat.",
    "President {La} thanked {b} for its help after the floods.",
    "{Cb} has agreed to extradite two bankers to {a}.",
    "{a} and {b} signed a treaty on the sharing of river water on Friday.",
    "Hundreds of people marched on the {B} embassy in {Ca} to protest against the expulsions.",
    "{a} sent 40 tonnes of rice to {b}, the {A} foreign ministry said.",
    "The {A} president urged {b} to release the journalists.",
    "{Ca} warned that it would close the border unless {b} withdrew its troops.",
    "Two {A} diplomats were expelled by {b} last week.",
    "The {A} and {B} navies began a joint exercise on Sunday.",
    "A {B} court sentenced the {A} businessman to nine years in prison.",
    "{b} freed 12 {A} sailors whom it had held since the spring.",
    "{a} apologised to {b} for the shelling of a school.",
    "{A} rebels killed six {B} peacekeepers in an ambush, {Ca} said.",
    "The talks between {a} and {b} broke down on Wednesday, and {a} called home its delegation.",
    "{b} was accused by {a} of jamming its radio stations.",
    "President {Lb} said on Saturday that {b} would recognise the new {A} government.",
    "{a} lifted its ban on {B} newspapers.",
    "“We will not bow to {a},” the {B} prime minister told reporters in {Cb}.",
    "The {A} army shelled {B} positions across the river for a third day.",
    "{a} refused entry to a {B} minister who wanted to attend the funeral.",
    "{A} dockworkers refused to unload {B} ships.",
    "The {B} government offered {a} a loan of $300m.",
    "{a} suspended aid to {b} after the coup.",
    "President {La} received the {B} envoy in {Ca} on Monday.",
    "Farmers from {a} blocked the road to the {B} border with tractors.",
    "{b} has begun to pull its soldiers out of {a}, a {B} general said.",
    "According to {Cb}, {a} is massing tanks along the border.",
    "{a} called on {b} to hand over the hijackers; {b} has not answered.",
    "The {As} and the {Bs} exchanged prisoners at a bridge on Sunday.",
    "A {B} minister called the {A} president a liar.",
)
