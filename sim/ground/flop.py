"""The operations of training: one constant that laws, rules, programs and charts share."""

FLOP_PER_PARAM_TOKEN = 6  # forward 2, backward 4: Kaplan et al. (2020), section 2.1 [kaplan2020]
