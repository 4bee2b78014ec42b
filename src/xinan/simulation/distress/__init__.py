"""Projects that slide into trouble, month by month, so that weak signs come before unpaid wages.

`course` draws the latent stress of a project from its firm's frailty; `signs` lets stress show in the facts (transfers late
or short, people staying away, payroll late, money taken out, complaints); `cash` pays wages only as far as the account
holds, so that arrears follow from what came before. Other projects have a lapse or two that lead nowhere.
"""
