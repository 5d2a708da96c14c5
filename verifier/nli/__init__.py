"""Natural language inference: does a premise entail, leave open or contradict a hypothesis?"""
